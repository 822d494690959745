"""What every package may use: problems, files, characters, identifiers, dates."""
