"""Tests of installations, rights and settings."""
