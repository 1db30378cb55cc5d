"""Read the files that come in, and write those that go out.

Read ``decode`` first (from bytes to text), then ``sheets`` or ``papers``.
"""
