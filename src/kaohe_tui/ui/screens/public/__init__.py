"""Post notices, keep the register of cases, write papers.

Read ``notices`` first, then ``matters``.
"""
