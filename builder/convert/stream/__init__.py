"""The one stream of pieces that every reader makes."""
