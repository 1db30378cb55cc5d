"""Write a blank ballot as a workbook, and read it back filled in.

Read ``write`` first.
"""
