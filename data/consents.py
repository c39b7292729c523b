"""Every text that people were asked to agree to, by its version: entries name the version (Điều 9)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from checkin.event import Catalogue, ConsentBasis
from data.tables import consent_texts
from stations.model import Bilingual


def keep_texts(connection: Connection, catalogues: Iterable[Catalogue]) -> None:
    """Keep the texts of these catalogues for as long as the store is, whatever their files say later."""
    known = set(connection.scalars(select(consent_texts.c.version)))
    asked = {basis.version: basis for c in catalogues for basis in c.programme.consents}
    if new := [_row(basis) for version, basis in asked.items() if version not in known]:
        connection.execute(insert(consent_texts), new)


def text_of(connection: Connection, version: str) -> Bilingual | None:
    """The text of a version; None if this store never had it."""
    query = select(consent_texts.c.vi, consent_texts.c.en).where(consent_texts.c.version == version)
    row = connection.execute(query).first()
    return Bilingual(row.vi, row.en) if row else None


def _row(basis: ConsentBasis) -> dict[str, str]:
    return {"version": basis.version, "basis": basis.code, "vi": basis.text.vi, "en": basis.text.en}
