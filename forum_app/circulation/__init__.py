"""Sending something to many: what, to whom, a look before, ten minutes to stop it, and what became of it."""
