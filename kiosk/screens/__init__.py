"""One screen a file: what a person sees, and nothing of the rules."""
