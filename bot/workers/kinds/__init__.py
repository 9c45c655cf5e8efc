"""Handlers of outbox work: one module per feature."""
