"""Web pages → stream of pieces."""
