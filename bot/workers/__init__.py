"""Background work: workers that empty the outbox, and other tasks beside requests."""
