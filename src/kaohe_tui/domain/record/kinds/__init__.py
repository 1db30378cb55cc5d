"""Declare every kind of event, by what it is about.

Read ``tiers`` first. Import them from ``domain.record.events``.
"""
