"""Declare, review, approve and post yearly tasks.

Read ``tasks`` first.
"""
