"""Faults outside the program: disk, relay, Slack, clock, database server. Longer with `make faults`."""
