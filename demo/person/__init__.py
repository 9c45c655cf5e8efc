"""A person who looks at the stand-in's Slack, types and presses."""
