"""Queries of imports and their rows."""
