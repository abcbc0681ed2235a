"""A fictional forum to look around in."""
