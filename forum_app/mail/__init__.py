"""Email, out and in: letters are composed, wait in the outbox, and are delivered by the worker."""
