"""Write a result for other programs, as CSV and as JSON.

Read ``registers`` first: the tables that both write.
"""
