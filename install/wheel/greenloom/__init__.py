"""Greenloom, a Jupyter kernel in Java; in Python there is only the command that looks after it."""
