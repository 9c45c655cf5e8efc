"""Cleaning of text, email addresses and tags; pure."""
