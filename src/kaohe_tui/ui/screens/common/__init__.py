"""Offer what every screen has: help, palette, language, theme.

Read ``palette`` first.
"""
