"""Use cases of invite links, sign-ups and their approval."""
