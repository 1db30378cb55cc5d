"""Hold the year's rules (考核方案) as values, a file for each part of scheme.toml.

Read ``scheme`` first: it is made of all the others.
"""
