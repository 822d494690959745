"""Problems, safe files, characters, identifiers, dates."""
