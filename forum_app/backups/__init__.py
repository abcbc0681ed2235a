"""Copies of everything, made each night, looked at once they are written, and brought back when they are needed."""
