"""PDF files → stream of pieces."""
