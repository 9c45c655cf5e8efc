"""What contributors run: each script does one thing, and `make` has a target for it."""
