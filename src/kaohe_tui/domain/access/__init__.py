"""Decide who may do what, and how PINs and codes are typed.

Read ``duties`` first.
"""
