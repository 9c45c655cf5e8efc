"""Use cases of an import: offer, review, run, undo."""
