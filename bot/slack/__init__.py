"""Slack's side of the program: access rights, the meaning of payloads, and Web API calls."""
