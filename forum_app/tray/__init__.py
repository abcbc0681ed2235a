"""The tray: mail that the forum could not place by itself, and replies to read. For the organisers only."""
