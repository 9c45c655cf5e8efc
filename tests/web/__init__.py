"""Tests of pages and of the traffic with Slack."""
