"""Say how the fields of events are written, read and shown, each type by a ``Value``.

Read ``value`` first; ``values`` has them all.
"""
