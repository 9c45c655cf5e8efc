"""The running program of Trusted Contacts."""
