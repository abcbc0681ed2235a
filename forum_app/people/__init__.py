"""Who looks after the forum: the roles they are granted, how they sign in, and links that open one thing."""
