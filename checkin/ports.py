"""What the rules ask of the store. `data` implements these; nothing here knows how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from checkin.badge import Badge
from checkin.citizen_card import CitizenCard
from checkin.event import Catalogue
from checkin.participation import Draft, Entry, EntryRef
from checkin.person import Birth, Person
from stations.calling import Calling


class People(Protocol):
    """The people of the programme and their badges."""

    def get(self, person: str) -> Person | None:
        """The person with this id."""
        ...

    def get_all(self, persons: Sequence[str]) -> Mapping[str, Person]:
        """The people with these ids, by them; without whom this store does not know."""
        ...

    def present(self, person: str) -> Person:
        """The person with this id; raises an error with a sentence if they were forgotten since."""
        ...

    def by_badge(self, serial: int) -> Person | None:
        """Who a badge was issued to, as far as this store knows."""
        ...

    def by_badges(self, serials: Sequence[int]) -> Mapping[int, Person]:
        """Whose these badges are, by their serials, as far as this store knows."""
        ...

    def is_revoked(self, serial: int) -> bool:
        """Whether a badge was declared lost or replaced."""
        ...

    def by_card(self, number: str) -> Person | None:
        """Who showed this citizen card before; the number itself is kept nowhere."""
        ...

    def namesakes(self, name: str, *, with_cards: bool = False) -> Sequence[Person]:
        """People of this name, accents ignored, of whom no citizen card is known yet.

        with_cards: those too of whom one is known.
        """
        ...

    def born(self, birth: Birth) -> Sequence[Person]:
        """People with exactly this date of birth, of whom no citizen card is known yet."""
        ...

    def search(self, text: str, limit: int) -> Sequence[Person]:
        """People in whose name, year of birth, hamlet or unit each word of a text begins a word."""
        ...

    def add(self, person: Person, card: CitizenCard | None) -> None:
        """Keep a new person; their card will recognise them again."""
        ...

    def link_card(self, person: str, card: CitizenCard, *, replaces: bool = False) -> bool:
        """Let a citizen card recognise someone; False if it recognises somebody already, or another one them.

        replaces: whether the card takes the place of another one.
        """
        ...

    def unlink_card(self, person: str) -> None:
        """Let no citizen card recognise someone any more."""
        ...

    def agree(self, person: str, basis: str) -> None:
        """Note the consent basis that holds for someone from now on."""
        ...

    def issue(self, person: str) -> Badge:
        """Give someone a badge of their own.

        Raises NoDeviceNumber on a device without a number, or whose number has no codes left.
        """
        ...

    def badge_of(self, person: str) -> Badge | None:
        """The newest badge of someone that is not revoked."""
        ...

    def revoke(self, person: str) -> Sequence[int]:
        """Let none of someone's badges open any door any more; returns the serials revoked by this."""
        ...


class NoDeviceNumber(Exception):
    """This device can read badges but not make them: it has no number yet, or no code left under it."""


class Log(Protocol):
    """One transaction on the store: what was read in it still holds when it commits."""

    @property
    def people(self) -> People:
        """The people, read and written in the same transaction."""
        ...

    def history(self, event: str, person: str | None, badge: int | None) -> Sequence[Entry]:
        """The entries of a person, whichever badge was shown, or of a badge whose owner is unknown."""
        ...

    def entry(self, ref: EntryRef) -> Entry | None:
        """One entry of the log, under the id by which its person is known."""
        ...

    @property
    def device(self) -> str:
        """The id of this device, which its entries bear."""
        ...

    @property
    def device_number(self) -> int | None:
        """The number of this device in codes and call numbers, 1 to 255, if it was given one."""
        ...

    def calling(self, catalogue: Catalogue) -> Calling:
        """Everyone's whereabouts at an event, and who is to go where, up to date with the log."""
        ...

    def append(self, draft: Draft) -> Entry:
        """Write the next entry of this device; durable when the transaction commits."""
        ...


class Ledger(Protocol):
    """The store, as the desk sees it.

    What it raises when it fails passes through every function that is given it; nothing of the transaction
    is kept then.
    """

    def writing(self) -> AbstractContextManager[Log]:
        """Begin a transaction that no other desk comes between; leaving it makes it durable."""
        ...

    def reading(self) -> AbstractContextManager[Log]:
        """Begin a transaction that sees one moment of the store and writes nothing."""
        ...

    @property
    def key(self) -> bytes:
        """The programme's key, under which badge codes are authenticated."""
        ...
