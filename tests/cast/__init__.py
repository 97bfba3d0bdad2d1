"""The fixed cast of the tests: a few gemeenten, one campaign, one clock, and a reader that does as it is told."""
