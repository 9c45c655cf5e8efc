"""The import's offer, review and forms."""
