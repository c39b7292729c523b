"""Badges made visible: on the terminal, as a picture, and as sheets of paper to cut."""
