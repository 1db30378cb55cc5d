"""Read tables of ballots.

Read ``flat`` first: a line a rating.
"""
