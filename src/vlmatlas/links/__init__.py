"""Links: inside the built site, and from the data to the world."""
