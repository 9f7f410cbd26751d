"""Generated pages: what exists, and the HTML, headings and search entries of each."""
