"""Graph → lines of text → boxes and arrows → SVG. Lengths are in CSS pixels at full size."""
