"""Freeze a period's result, and freeze it again after a correction.

Read ``freezing``.
"""
