"""The web side of the program: Slack's requests, the pages behind links in emails, and health checks."""
