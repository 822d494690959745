"""What is kept between builds: cache, serialisation, fingerprints, keys."""
