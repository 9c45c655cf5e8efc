"""Use cases of offers and jobs."""
