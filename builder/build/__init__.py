"""Content → published site: steps, jobs, and what they keep."""
