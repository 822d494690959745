"""`python -m builder` is the command `archive`."""

from builder.cli import main

main()
