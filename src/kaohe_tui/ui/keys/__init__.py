"""Declare keys once, for key bar, help, palette and docs.

Read ``commands``.
"""
