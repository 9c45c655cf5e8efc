"""Use cases of contacts: edit, archive, notes, tags, overview, export."""
