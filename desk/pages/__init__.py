"""The pages of the desk, a file for each; every file names its routes in `PAGES`."""
