"""Store periods with the scheme and roster they were opened with.

Read ``periods`` first; ``results`` keeps what a closed period came to.
"""
