"""Read tables of what is entered beside ballots: adjustments, yearly tasks, absences.

Read ``reading`` first: what all of them have in common.
"""
