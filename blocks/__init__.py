"""Entities into Block Kit and view states into forms. Pure: no session, no settings, no clock, no await."""
