"""Write what a total is made of as formulas: components, factors, figures of the office.

``components`` first: a column a step; ``figures`` is the sheet that its formulas point at.
"""
