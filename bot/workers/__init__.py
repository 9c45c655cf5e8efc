"""What goes on after a request: the outbox is emptied, each row by whoever is free."""
