"""Read tables of what is entered beside ballots: adjustments, yearly tasks.

Read ``adjustments`` first.
"""
