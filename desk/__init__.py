"""The web: the desk of the VNG (werkbank), the public form and the web chat."""
