"""What is known of a contact's work, who said it, and their CV."""
