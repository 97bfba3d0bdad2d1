"""One spaCy component a file, each saying what it requires and what it assigns."""
