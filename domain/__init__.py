"""The pure part: values and rules. Standard library only; time comes in as an argument."""
