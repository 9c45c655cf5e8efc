"""What is known of a contact's work: as cards and modals show it, and as managers edit it."""
