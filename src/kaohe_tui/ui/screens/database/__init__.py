"""Show backups and other years' databases.

Read ``backups`` first.
"""
