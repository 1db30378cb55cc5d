"""Hold the widgets that several screens show.

Read ``textline`` first, then ``picklist``.
"""
