"""Chain the record's entries, and hold every table to them by digests and sums.

Read ``chain`` first (what a transaction leaves), then ``seals`` and ``guards``.
"""
