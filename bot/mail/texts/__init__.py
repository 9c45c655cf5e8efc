"""Email content, one module per feature; pure."""
