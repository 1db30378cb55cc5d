"""Post notices, keep the register of cases, write documents.

Read ``notices`` first, then ``matters``.
"""
