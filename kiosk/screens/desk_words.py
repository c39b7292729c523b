"""What a volunteer reads at a glance: one notice for everything that happens at a manned place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from checkin.admission import Admit, Ask, Decision, Reason
from checkin.desk import Answer
from checkin.event import VIETNAM, Catalogue
from checkin.person import Person
from kiosk.wording import call_text, clock_time, reason_text
from stations.model import Bilingual, Nothing

NONE = Bilingual("", "")


class Tone(StrEnum):
    """How a notice is meant; the value is its CSS class."""

    GOOD = "good"
    ASK = "ask"
    BAD = "bad"
    CALM = "calm"
    """Nothing happened yet."""


_SIGNS = {Tone.GOOD: ("✔", "[OK]"), Tone.ASK: ("!", "[?]"), Tone.BAD: ("✖", "[X]"), Tone.CALM: ("·", "-")}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that happened, to be seen from a step away."""

    tone: Tone
    headline: Bilingual
    """Two to five words."""
    at: datetime
    name: str = ""
    details: Bilingual = NONE
    """What tells namesakes apart."""
    text: Bilingual = NONE
    """What to say or do, at most three lines."""


def notice(answer: Answer, catalogue: Catalogue, now: datetime) -> Notice:
    """What came of a scan or a choice."""
    person, reason = answer.person, answer.decision.reason
    if isinstance(answer.decision, Admit) and reason is not Reason.UNKNOWN_BADGE:
        silent = isinstance(answer.call, Nothing) and reason in _WITHOUT_WAY
        text = NONE if silent else call_text(answer.call, person, catalogue, now)
    else:
        text = reason_text(answer, catalogue, now)
    name = person.name if person else ""
    about = details(person, catalogue) if person else NONE
    return Notice(tone(answer.decision), HEADLINES[reason], now, name, about, text)


def tone(decision: Decision) -> Tone:
    """Someone who is where they said is no trouble, only to be known."""
    match decision:
        case Admit():
            return Tone.GOOD
        case Ask():
            return Tone.ASK
        case _:
            return Tone.ASK if decision.reason in _HARMLESS else Tone.BAD


def sign(tone: Tone, *, ascii_only: bool) -> str:
    """The mark that says the tone without colour."""
    return _SIGNS[tone][ascii_only]


def details(person: Person, catalogue: Catalogue) -> Bilingual:
    """Year of birth, hamlet, group and unit: what tells namesakes apart."""
    programme = catalogue.programme
    hamlet, group = programme.hamlet(person.hamlet), programme.group(person.group)
    place = hamlet.name if hamlet else person.hamlet
    born_vi, born_en = ("", "")
    if person.birth:
        born_vi, born_en = f"sinh {person.birth.year}", f"born {person.birth.year}"
    kind = group.name if group else Bilingual(person.group, person.group)
    return Bilingual(
        " · ".join(filter(None, (born_vi, place, kind.vi, person.unit))),
        " · ".join(filter(None, (born_en, place, kind.en, person.unit))),
    )


def cell(text: str, width: int) -> str:
    """A text in exactly so many columns, cut with an ellipsis where it is longer."""
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def since_text(since: datetime, now: datetime) -> Bilingual:
    """For how long, in whole minutes; from two hours on, since when."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes >= _LONG:
        at = clock_time(since)
        return Bilingual(f"từ {at}", f"since {at}")
    return Bilingual(f"{minutes} phút", f"{minutes} min")


def number(value: int) -> str:
    """A count as Vietnamese writes it: 4.522."""
    return f"{value:,}".replace(",", ".")


def today(moment: datetime) -> str:
    """Hours, minutes and day, local time."""
    return moment.astimezone(VIETNAM).strftime("%H:%M  %d/%m/%Y")


_LONG = 120
_HARMLESS = frozenset({Reason.ALREADY_HERE, Reason.ALREADY_AT_STATION})
_WITHOUT_WAY = frozenset({Reason.LEFT, Reason.STATION_IN})

HEADLINES = {
    Reason.ADMITTED: Bilingual("MỜI VÀO", "WELCOME"),
    Reason.CAME_BACK: Bilingual("MỜI VÀO LẠI", "WELCOME BACK"),
    Reason.UNKNOWN_BADGE: Bilingual("MỜI VÀO – MÁY CHƯA CÓ TÊN", "WELCOME – NAME NOT ON THIS DEVICE"),
    Reason.ALREADY_HERE: Bilingual("ĐÃ VÀO TRƯỚC ĐÓ", "ALREADY IN"),
    Reason.NOT_OPEN_YET: Bilingual("CHƯA ĐẾN NGÀY", "NOT THE DAY YET"),
    Reason.OVER: Bilingual("ĐÃ KẾT THÚC", "THE EVENT IS OVER"),
    Reason.FORGED_BADGE: Bilingual("THẺ KHÔNG HỢP LỆ", "NOT A GENUINE BADGE"),
    Reason.REVOKED_BADGE: Bilingual("THẺ CŨ, ĐÃ THAY", "BADGE REPLACED"),
    Reason.OTHER_PROGRAMME: Bilingual("THẺ CỦA PHONG TRÀO KHÁC", "BADGE OF ANOTHER PROGRAMME"),
    Reason.AMBIGUOUS: Bilingual("XIN CHỌN ĐÚNG NGƯỜI", "CHOOSE THE RIGHT PERSON"),
    Reason.UNKNOWN_CARD: Bilingual("CHƯA CÓ TRONG DANH SÁCH", "NOT ON THE LIST"),
    Reason.FOREIGN_CODE: Bilingual("MÃ CỦA NƠI KHÁC", "A CODE FROM ELSEWHERE"),
    Reason.UNREADABLE: Bilingual("KHÔNG ĐỌC ĐƯỢC MÃ", "CODE NOT READABLE"),
    Reason.NO_CONSENT: Bilingual("XIN HỎI Ý KIẾN ĐỒNG Ý", "ASK FOR CONSENT"),
    Reason.NEEDS_GUARDIAN: Bilingual("CẦN NGƯỜI GIÁM HỘ ĐỒNG Ý", "A GUARDIAN HAS TO AGREE"),
    Reason.LEFT: Bilingual("ĐÃ RA VỀ", "LEFT"),
    Reason.NOT_HERE: Bilingual("CHƯA VÀO", "NOT IN"),
    Reason.STATION_IN: Bilingual("BẮT ĐẦU TRẢI NGHIỆM", "VISIT BEGINS"),
    Reason.STATION_OUT: Bilingual("XONG TẠI TRẠM", "VISIT ENDED"),
    Reason.NOT_AT_STATION: Bilingual("CHƯA GHI VÀO TRẠM", "NOT AT THIS STATION"),
    Reason.ALREADY_AT_STATION: Bilingual("ĐANG Ở TRẠM NÀY", "AT THIS STATION ALREADY"),
}
