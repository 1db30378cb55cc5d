"""Compare paper forms that were keyed twice, and reconcile their numbers.

Read ``double_entry`` first.
"""
