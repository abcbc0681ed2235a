"""“I ask this too”: a family supports a question instead of repeating it, without an account and without a name."""
