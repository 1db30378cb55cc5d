"""Read the record by numbers, by windows and by thing; ``seals.chain`` adds to it.

Read ``records`` first. Triggers ensure that lines never change.
"""
