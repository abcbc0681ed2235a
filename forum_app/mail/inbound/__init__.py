"""Mail in: from bytes to what they mean (`read`), to a row and its effects (`receive`), and from the mailbox (`fetch`).

What is read of bytes knows no database, so that a process apart can do it too.
"""
