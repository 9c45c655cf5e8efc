"""Slack in, Slack out: one file per feature, each with a `register(app)`."""
