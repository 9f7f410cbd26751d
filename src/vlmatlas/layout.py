"""Where the data stands in a checkout."""

REGISTRY = "registry/"
"""With the slash that keeps it apart from any name of a family."""
BODY_FILES = ("zh.md", "en.md")
FAMILY_FILES = ("model.yaml", *BODY_FILES)
"""In the folder of a family, below `models/`."""
