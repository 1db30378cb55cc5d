"""Store public notices and the register of objections and reports.

Read ``notices`` first, then ``matters``.
"""
