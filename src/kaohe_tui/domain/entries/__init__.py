"""Define what the leading group enters: adjustments, vetoes, absences, exemptions.

Read ``entries`` first; ``documents`` and ``grounds`` are about their evidence.
"""
