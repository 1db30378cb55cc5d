"""Store second keyings of paper forms, and the numbers of forms.

Read ``comparisons`` first.
"""
