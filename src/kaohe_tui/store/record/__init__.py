"""Read entries of the record, and what the tables say of each thing it names.

Read ``records`` first; ``seals.chain`` adds entries. Triggers ensure that they never change.
"""
