"""The app's Home tab: overview, filters, search results."""
