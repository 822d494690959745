"""Shapes that several page types share."""
