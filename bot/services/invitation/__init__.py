"""Use cases of invitations, connection requests, reminders and opting out."""
