"""What is told about a scheme."""
