"""Which pages exist, by authority and by group."""
