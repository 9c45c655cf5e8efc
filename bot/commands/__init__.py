"""The commands of `python -m bot`; bot/cli.py loads each when it is asked for."""
