"""Schema, queries, unit of work and migrations. Imports nothing of Slack, web or mail."""
