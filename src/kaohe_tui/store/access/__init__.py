"""Store operators, their duties, and raters' one-time codes.

PINs and codes are here as hashes alone. Read ``operators`` first.
"""
