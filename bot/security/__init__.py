"""Keys derived from SECRET_KEY, their rotation, and signed tokens."""
