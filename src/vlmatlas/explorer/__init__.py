"""What the interactive pages are made of: facts to filter by, columns, charts and their data."""
