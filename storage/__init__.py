"""Schema, queries, unit of work and migrations. Knows no Slack, no web and no mail."""
