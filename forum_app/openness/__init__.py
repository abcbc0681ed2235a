"""What the forum says of itself: who may do what, what is kept, what the council receives, what was done."""
