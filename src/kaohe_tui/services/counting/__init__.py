"""Count what is on disk, and hand screens and commands a snapshot of it.

Read ``tallies`` first, then ``overview``; ``board`` keeps the standings current.
"""
