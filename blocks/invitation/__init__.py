"""Inviting one person or many: forms, the inviter's card, links, connection requests."""
