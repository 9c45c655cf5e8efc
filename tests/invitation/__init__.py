"""Tests of invitations, connection requests and opting out."""
