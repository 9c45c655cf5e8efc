"""Listeners for Slack's payloads: one module per feature, each with a `register(on)`."""
