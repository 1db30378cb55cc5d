"""Move through lists, tables and long texts, by the same keys everywhere.

Read ``moves`` first.
"""
