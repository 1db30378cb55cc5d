"""Read the year's rules as values: scheme, people, who rates whom, which step.

Read ``scheme`` and ``people`` first, then ``pairs`` and ``steps``.
"""
