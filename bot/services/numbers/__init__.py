"""A workspace's numbers: counted, drawn as a picture, and as a file."""
