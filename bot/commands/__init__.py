"""The commands, a file for each family. They import what they need when called: `--help` stays fast."""
