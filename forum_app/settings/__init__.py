"""The forum's own facts: its name, its local authority, its contact, its usual times."""
