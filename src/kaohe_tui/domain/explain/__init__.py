"""Explain one person's standing, step by step and in sentences.

Read ``explanation`` (what one holds) first, then ``explain`` (how it is made).
"""
