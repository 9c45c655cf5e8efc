"""Tests of contacts, the Home tab and /contacts."""
