"""Email: texts, finished messages and the SMTP connection. Knows neither storage, Slack nor settings."""
