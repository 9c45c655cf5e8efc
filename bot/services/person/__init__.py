"""The person behind contacts: what they see, correct and take away, how they leave, and erasing them."""
