"""The message with a workspace's numbers."""
