"""Read workbooks and documents in a process of its own, with little memory and time.

Read ``program`` first, then ``facts``. Nothing here is imported by kaohe itself but constants.
"""
