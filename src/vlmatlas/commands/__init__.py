"""The commands of `vlmatlas`, one module each: `add_parser` says what it takes, `run` does it."""
