"""Bringing in the years before."""
