"""Word files → stream of pieces."""
