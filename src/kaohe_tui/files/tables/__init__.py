"""Understand tables as offices keep them: headings, columns, lines.

Read ``columns`` first. Which headings a file may have, a roster too, stands in ``headings.toml``.
"""
