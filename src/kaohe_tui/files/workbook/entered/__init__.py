"""Make the sheets of what was entered, and their sums: adjustments, absences, figures."""
