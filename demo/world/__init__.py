"""The stand-in's state: workspaces, people, channels, mailbox, faults."""
