"""Read TOML so that what does not fit is refused by file, line and key.

Read ``fields`` first.
"""
