"""One reader a format: original → stream of pieces."""
