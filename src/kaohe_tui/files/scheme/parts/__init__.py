"""Read what a total is made of: components and factors.

``components`` first: it reads them; ``shares`` reads what only a share of ratings has.
"""
