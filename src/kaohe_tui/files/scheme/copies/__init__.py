"""Write copies of a scheme's file: with more words, or in another form.

Read ``turning`` first.
"""
