"""Documents held against each other: links, checks, an authority's whole account."""
