"""One SQLite file. The only SQL in the house."""
