"""Tests of links, sign-ups and approval."""
