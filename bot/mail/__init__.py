"""Mail: texts, finished messages, the way to the mail server. Knows neither storage, Slack nor settings."""
