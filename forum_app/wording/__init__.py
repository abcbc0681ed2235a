"""Plain text rules: text in, what it says out. No web, no database."""
