"""What has been said so far in a registration, and what is still missing. Knows no screen."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from checkin.address import hamlet_from_address
from checkin.citizen_card import CitizenCard
from checkin.event import Programme
from checkin.local_time import local_day
from checkin.names import NameFlaw, clean, fold, name_flaw
from checkin.person import Person, Sex, read_birth
from kiosk.wording import LONG_NAME
from stations.model import Bilingual

_SYMBOL = re.compile(r"[!#$%&*+/:;<=>@[\\\]^_{|}~]")
"""What is in no name: names have apostrophes, hyphens, dots, and brackets tell namesakes apart."""


@dataclass(slots=True)
class Form:
    """A half-done registration."""

    programme: Programme
    group: str
    card: CitizenCard | None = None
    agreed: str | None = None
    """Code of the consent basis that was agreed to."""
    name: str = ""
    birth: str = ""
    """As typed."""
    sex: Sex | None = None
    hamlet: str | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    """Of whoever is registered by it, however often: an answer of the store may get lost."""

    @classmethod
    def blank(cls, programme: Programme) -> Form:
        """Nothing said yet."""
        return cls(programme, programme.default_group)

    @classmethod
    def of_card(cls, card: CitizenCard, programme: Programme) -> Form:
        """All that a card says."""
        form = cls.blank(programme)
        form.card, form.name, form.sex = card, card.name, card.sex
        form.birth = str(card.birth) if card.birth else ""
        form.hamlet = hamlet_from_address(card.address, programme) if card.address else None
        return form

    def take(self, card: CitizenCard) -> Form:
        """The form with a card shown now; an answer about somebody else's data does not count for it.

        Nor does one of somebody who said nothing else: the card may be the next one's in the queue.
        """
        taken = Form.of_card(card, self.programme)
        same_card = self.card is None or self.card.number == card.number
        same_name = not self.name or fold(self.name) == fold(card.name)
        if (self.card or self.name) and same_card and same_name:
            taken.agreed, taken.group = self.agreed, self.group
            taken.hamlet = taken.hamlet or self.hamlet
        return taken

    def is_of_another(self, card: CitizenCard) -> bool:
        """Whether what was said so far is not of the holder of a card."""
        if self.card:
            return self.card.number != card.number
        return not fold(card.name).startswith(fold(self.name))

    @property
    def own_card(self) -> CitizenCard | None:
        """The card, unless neither name nor birth can be as on it any more: it is somebody else's then."""
        card, birth = self.card, read_birth(self.birth)
        if card is None or not (card.name or card.birth):
            return card
        same_birth = card.birth is not None and birth is not None and card.birth.may_equal(birth)
        return card if same_birth or _may_be_read_as(card.name, self.name) else None

    @property
    def is_begun(self) -> bool:
        """Whether anything was said that should not be lost."""
        return bool(self.name or self.birth or self.card)

    def is_certain(self, now: datetime) -> bool:
        """Whether a card said for certain who it is."""
        card = self.own_card
        certain = card is not None and card.name_is_certain and self.sex is not None
        return certain and self.name_problem() is None and self.birth_problem(now) is None

    def is_clear(self, now: datetime) -> bool:
        """Whether a card said everything, so that it only has to be looked over.

        A child is hardly of the group that most people are of: it is asked for.
        """
        return self.is_certain(now) and self.hamlet is not None and not self.is_child(now)

    def is_child(self, now: datetime) -> bool:
        """Whether a parent or guardian has to answer, as far as the age is known."""
        return self.programme.is_child(read_birth(self.birth), local_day(now))

    def basis(self, now: datetime) -> str:
        """Code of the consent basis that is needed, as far as the age is known."""
        return self.programme.asked_consent(child=self.is_child(now))

    def name_problem(self) -> Bilingual | None:
        """What to do about the name, if anything."""
        name = clean(self.name)
        flaw = name_flaw(name)
        if flaw is NameFlaw.NO_LETTERS:
            return Bilingual("Xin gõ họ và tên.", "Please type the full name.")
        if "?" in name:
            return Bilingual("Xin sửa lại chỗ có dấu ? trong tên.", "Please correct the name at each ?.")
        if any(letter.isdigit() for letter in name):
            return Bilingual("Họ tên không có chữ số; xin gõ lại.", "A name has no digits; type it again.")
        if found := _SYMBOL.search(name):
            return Bilingual(
                f"Họ tên không có ký hiệu {found[0]}; xin gõ lại.",
                f"A name has no {found[0]}; type it again.",
            )
        return LONG_NAME if flaw is NameFlaw.TOO_LONG else None

    def birth_problem(self, now: datetime) -> Bilingual | None:
        """What to do about the birth, if anything."""
        if not self.birth.strip():
            return Bilingual(
                "Xin gõ năm sinh; nếu không nhớ, ghi năm ước chừng.",
                "Please type the year of birth; if not sure, about which year.",
            )
        birth = read_birth(self.birth)
        today = local_day(now)
        if birth is None or not birth.is_possible(today):
            return Bilingual(
                "Ngày sinh chưa đúng. Xin gõ như 05/03/1957, hoặc chỉ năm: 1957.",
                "This is no date of birth. Type day/month/year, as 25/03/1957, or the year: 1957.",
            )
        return None

    def person(self) -> Person:
        """Who was registered."""
        hamlet = self.hamlet or self.programme.unknown_hamlet
        return Person(self.id, _as_written(self.name), read_birth(self.birth), self.sex, self.group, hamlet)


def _may_be_read_as(read: str, name: str) -> bool:
    """Whether a name as a scanner read it, with "?" for what it damaged, may be this one."""
    parts = (re.escape(fold(part)) for part in read.split("?"))
    return re.fullmatch(".+".join(parts), fold(name)) is not None


def _as_written(name: str) -> str:
    """A name with a capital to each word where none was typed; else as it was."""
    name = clean(name)
    return " ".join(word[:1].upper() + word[1:] for word in name.split()) if name.islower() else name
