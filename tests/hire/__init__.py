"""Tests of offers and jobs."""
