"""Search, filters and pages of contacts."""
