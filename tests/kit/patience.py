"""Time limits for tests, generous enough that none depends on a fast machine."""

PATIENCE = 150.0
