"""Assess staff (绩效考核) in the terminal.

Read docs/architecture.md first.
"""

__version__ = "0.1.0"
