"""Meetings as calendar files."""
