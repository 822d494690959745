"""One package or module for each file format: original → stream of pieces."""
