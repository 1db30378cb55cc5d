"""Find whatever something else than kaohe changed, and refuse to build on it.

Read ``verifying`` first.
"""
