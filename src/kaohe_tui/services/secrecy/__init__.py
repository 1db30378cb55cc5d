"""Take a confirmed ballot of a secret tier apart, and hand out its receipt.

Read ``secrecy`` first.
"""
