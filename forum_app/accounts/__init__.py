"""What is kept about those who look after the forum: what they did, what is theirs, and how it goes."""
