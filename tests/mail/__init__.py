"""Tests of emails and SMTP."""
