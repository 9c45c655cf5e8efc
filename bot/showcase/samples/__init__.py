"""Samples of everything people can read, from made-up contacts, for pictures and docs/words.txt."""
