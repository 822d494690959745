"""English as reports write it: phrases, references, numbers, words, title blocks."""
