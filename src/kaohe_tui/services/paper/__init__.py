"""Settle paper keyed twice, and reconcile the numbers of forms.

Read ``settling`` first.
"""
