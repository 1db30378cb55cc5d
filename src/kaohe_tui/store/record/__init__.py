"""Store the record, and read it by numbers, by windows and by thing.

Read ``records`` first.
"""
