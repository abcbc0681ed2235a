"""Files to be shown to others: looked through and written anew; runs in the child process."""
