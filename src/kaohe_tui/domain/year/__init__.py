"""Weigh the periods of a year together, and tell the year in words.

Read ``year`` first.
"""
