"""Use cases of a workspace: installation, settings, access."""
