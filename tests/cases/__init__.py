"""Small inputs and steps that were taken wrongly once, or left somebody stuck; see README.md."""
