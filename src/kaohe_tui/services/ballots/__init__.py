"""Key, import, hand in and put right ballots, on disk.

Read ``open_ballot`` first, then ``saving``: the way of one mark to the disk.
``writer`` is the thread that keeps a slow disk from holding up the keys.
"""
