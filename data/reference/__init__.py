"""Catalogues that come with the product, as TOML."""
