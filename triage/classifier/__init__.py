"""The classifier: texts in, probabilities and reasons out. Knows no Django, no ticket and no database."""
