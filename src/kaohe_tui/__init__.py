"""kaohe: staff assessment (绩效考核) in the terminal."""

__version__ = "0.1.0"
