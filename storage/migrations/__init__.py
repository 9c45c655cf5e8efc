"""Alembic migrations, named by date and deed; each runs beside the version of the program before it."""
