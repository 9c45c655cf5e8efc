"""Claiming, sending and recording outbox rows, and deciding when to retry them."""
