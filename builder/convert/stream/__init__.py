"""The stream of pieces that every reader makes."""
