"""Blocks for a workspace: settings, help, refusals, the welcome, and questions after a restore."""
