"""Make the forms of a scheme: what is keyed of each person in each tier, and what it is worth.

Read ``asked`` first, then ``forms``.
"""
