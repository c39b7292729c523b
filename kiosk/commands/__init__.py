"""The `ngayhoi` commands, a family a file; each is loaded only when it is typed."""
