"""Action points: who promised what, and what became of it."""
