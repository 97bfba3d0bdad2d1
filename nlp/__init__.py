"""Dutch text to a reading. spaCy lives here and nowhere else."""
