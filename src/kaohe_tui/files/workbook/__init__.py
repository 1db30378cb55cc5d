"""Write the workbook in which anyone can check a result by formulas.

Read ``workbook`` first, then ``grid``.
"""
