"""Read scheme.toml, and check that its parts fit together.

Read ``scheme`` first, then ``checks``.
"""
