"""What somebody left without an account: a private link and a code that can be written down lead back to it."""
