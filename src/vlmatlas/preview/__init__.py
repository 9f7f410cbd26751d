"""A live view of the catalogue: what is asked for is rendered when it is asked for."""
