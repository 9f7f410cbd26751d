"""Flow lines → a checked graph with columns and tracks, before anything is measured or drawn."""
