"""Block Kit's rules as tables. Pure: looks at what an app sends and names what Slack would refuse."""
