"""A meeting's date, found with those who must be there, and its room, asked of the local authority."""
