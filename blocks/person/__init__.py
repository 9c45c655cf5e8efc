"""What administrators and inviters see of people's rights: leaving, erasing, and taking data away."""
