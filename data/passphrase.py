"""Words that open something: keys stretched from them, and the organiser's PIN of a store."""

from __future__ import annotations

import hmac
import secrets
import unicodedata

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from sqlalchemy import select, update

from data.ledger import Store
from data.session import transaction
from data.tables import programme

SALT_BYTES = 16
_KEY_BYTES = 32
_COST = 2**17
"""Takes 128 MiB and some tenths of a second, so that guessing is slow (OWASP, Password Storage)."""


def stretched(words: str, salt: bytes) -> bytes:
    """A key of 256 bits for words and a salt, the same whatever keyboard composed their letters."""
    said = unicodedata.normalize("NFC", words).encode("utf-8", "surrogatepass")
    return Scrypt(salt=salt, length=_KEY_BYTES, n=_COST, r=8, p=1).derive(said)


def set_pin(store: Store, pin: str) -> None:
    """Let this PIN be the organiser's, of which the store keeps a salted hash. Raises StoreUnavailable."""
    salt = secrets.token_bytes(SALT_BYTES)
    with transaction(store.engine, writing=True) as connection:
        connection.execute(update(programme).values(pin=salt + stretched(pin, salt)))


def is_pin(store: Store, said: str) -> bool | None:
    """Whether this is the organiser's PIN; None if none was set. Raises StoreUnavailable."""
    with transaction(store.engine, writing=False) as connection:
        kept: bytes | None = connection.scalar(select(programme.c.pin))
    if kept is None:
        return None
    salt, hashed = kept[:SALT_BYTES], kept[SALT_BYTES:]
    return hmac.compare_digest(stretched(said, salt), hashed)
