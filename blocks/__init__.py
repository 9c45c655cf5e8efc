"""Builds Block Kit from entities and reads forms from view states.

Pure: no session, settings, clock or await.
"""
