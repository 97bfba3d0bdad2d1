"""Use cases: receive, process, review, replay. They speak to ports, never to spaCy or SQLite."""
