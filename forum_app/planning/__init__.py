"""Planning meetings: asked for by either side, private, with notes, and the next date as their result."""
