"""The agreement that people say yes to, shown in Slack."""
