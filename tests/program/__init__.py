"""Tests of the program and the repository as a whole."""
