"""Queries of the outbox: adding, claiming, recording, and rates."""
