"""What the stand-in sends to an app, over HTTP, Socket Mode and OAuth."""
