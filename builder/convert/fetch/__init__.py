"""New reports from the pages of their publishers."""
