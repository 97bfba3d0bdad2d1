"""The running program: settings, wiring, commands."""
