"""Read what a total is made of, and what changes it: components, entries, days of absence."""
