"""Use cases as plain functions over a unit of work; they know neither Slack nor Block Kit nor HTTP."""
