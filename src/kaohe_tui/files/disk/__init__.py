"""Put finished files on the disk whole or not at all.

Read ``writing`` first (one file), then ``placing`` (many).
"""
