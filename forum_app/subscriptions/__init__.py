"""News by email for whoever asks for it: without an account, without a name, and out again with one press."""
