"""Who looks after the forum, the roles they are granted, and how they sign in."""
