"""The program's web side: Slack's requests, the pages behind the links in mails, and its health."""
