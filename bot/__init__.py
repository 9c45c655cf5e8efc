"""The running program of Trusted Contacts."""

__version__ = "0.2.0"
