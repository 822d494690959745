"""Content → published site: the driver, its steps and jobs, and what they keep."""
