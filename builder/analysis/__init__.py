"""Compare documents with each other: links, checks, all of one authority."""
