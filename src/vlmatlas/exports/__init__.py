"""The catalogue in formats made for other programs: JSON, CSV, Excel, Markdown and LaTeX."""
