"""Show what was understood of a table that is brought, before anything of it is stored.

Read ``preview`` first.
"""
