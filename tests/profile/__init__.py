"""What is known of contacts' work."""
