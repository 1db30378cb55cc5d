"""Show one step of the meeting a module: its text, its keys, what they do."""
