"""The staged tree of a site, and its swap into place."""
