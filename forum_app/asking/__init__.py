"""Asking in advance: what somebody left, the coordinator's desk, and the release in the forum's words.

This slice stands above `questions`, so that private rows can point to the record and the record never back.
"""
