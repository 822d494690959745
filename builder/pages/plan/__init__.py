"""Which pages exist, authority by authority and group by group."""
