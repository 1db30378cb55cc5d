"""Draw the parts that several screens share; a widget draws what its screen hands it."""
