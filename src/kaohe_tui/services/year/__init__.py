"""Weigh the year's periods, propose and decide its grades.

Read ``year`` first, then ``grades``.
"""
