"""Engines, sessions, column types, backups and the migration runner."""
