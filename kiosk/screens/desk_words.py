"""What a volunteer reads at a glance: one notice for everything that happens at a manned place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from checkin.admission import Admit, Ask, Decision, Reason, Refuse
from checkin.desk import Answer
from checkin.event import Catalogue
from checkin.local_time import VIETNAM, clock_time
from checkin.person import Person
from data.overview import Found
from kiosk.way_wording import way_text
from kiosk.wording import birth_year, joined, reason_text
from stations.model import Bilingual, Nothing

NONE = Bilingual("", "")
UNNAMED = Bilingual("Thẻ chưa có tên", "Badge without a name")
"""Whoever showed a genuine badge whose owner this device does not know."""


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
    short: Bilingual = NONE
    """The headline for a list of what happened lately, in at most 17 columns; empty if it has no more."""

    @property
    def brief(self) -> Bilingual:
        """What came of it, for a list of what happened lately."""
        return self.short if self.short != NONE else _sentence(self.headline)


def notice(answer: Answer, catalogue: Catalogue, now: datetime, birth: str = "") -> Notice:
    """What came of a scan or a choice. birth: as in `details`."""
    person, reason = answer.person, answer.decision.reason
    if isinstance(answer.decision, Admit) and reason is not Reason.UNKNOWN_BADGE:
        silent = isinstance(answer.call, Nothing) and reason in _WITHOUT_WAY
        text = NONE if silent else way_text(answer, catalogue, now)
    elif reason in _MANNED:
        text = _MANNED[reason]
    else:
        text = reason_text(answer, catalogue, now)
        if reason is Reason.ALREADY_HERE or not isinstance(answer.call, Nothing):
            text = joined(way_text(answer, catalogue, now), text)
        if isinstance(answer.decision, Refuse) and reason is Reason.NOT_HERE and not answer.decision.first:
            text = joined(text, _JUST_CAME)
    name = person.name if person else ""
    about = details(person, catalogue, birth) if person else NONE
    return Notice(tone(answer.decision), HEADLINES[reason], now, name, about, text, SHORT[reason])


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


def details(person: Person, catalogue: Catalogue, birth: str = "") -> Bilingual:
    """Birth, hamlet, group and unit: what tells namesakes apart. birth: as listed before; else the year."""
    programme = catalogue.programme
    place, group = programme.hamlet_name(person.hamlet), programme.group_name(person.group)
    born_vi, born_en = ("", "")
    if born := birth or birth_year(person):
        born_vi, born_en = f"sinh {born}", f"born {born}"
    return Bilingual(
        " · ".join(filter(None, (born_vi, place, group.vi, person.unit))),
        " · ".join(filter(None, (born_en, place, group.en, person.unit))),
    )


def cell(text: str, width: int) -> str:
    """A text in exactly so many columns, cut with an ellipsis where it is longer."""
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def name_within(name: str, width: int) -> str:
    """A name in at most so many columns: given names stay whole longest, those before become initials.

    >>> name_within("Nguyễn Thị Hồng Yến", 12)
    'N. T. H. Yến'
    """
    words = name.split()
    for count in range(len(words)):
        tried = " ".join([*(f"{word[0]}." for word in words[:count]), *words[count:]])
        if cell_len(tried) <= width:
            return tried
    return cell(words[-1] if words else "", width).rstrip()


def _sentence(text: Bilingual) -> Bilingual:
    return Bilingual(text.vi.capitalize(), text.en.capitalize())


def since_text(since: datetime, now: datetime) -> Bilingual:
    """For how long, in whole minutes; from two hours on, since when."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes >= _LONG:
        at = clock_time(since)
        return Bilingual(f"từ {at}", f"since {at}")
    return Bilingual(f"{minutes} phút", f"{minutes} min")


def top_line(title: str, now: datetime, width: int, state: str = "") -> str:
    """The line above a face in so many columns: where this is and its state, local time and day.

    A long title is cut, never the state.
    """
    at = now.astimezone(VIETNAM).strftime("%H:%M  %d/%m/%Y")
    room, end = max(1, width - len(at) - 4), f" · {state}" if state else ""
    kept = max(1, room - cell_len(end))
    where = title if cell_len(title) <= kept else cell(title, kept)
    return f" {cell(f'{where}{end}', room)}  {at}"


def state_of(found: Found) -> Bilingual:
    """That someone is in, with the number under which they are called if they wait for it; else nothing."""
    if found.number is not None:
        return Bilingual(f"số {found.number}", f"no. {found.number}")
    return Bilingual("đã vào", "in") if found.here else NONE


def tick_box(ticked: bool, *, ascii_only: bool) -> str:
    """A box of a list to tick."""
    return (("☐", "☑"), ("[ ]", "[x]"))[ascii_only][ticked]


def here_mark(*, ascii_only: bool) -> str:
    """What stands in place of a box for someone who is inside, as wide as the box."""
    return " * " if ascii_only else "✔"


_LONG = 120
_JUST_CAME = Bilingual("Mới đến thì quét mã lần nữa.", "Have they just come? Scan the code again.")
_HARMLESS = frozenset({Reason.ALREADY_HERE, Reason.ALREADY_AT_STATION, Reason.SCANNED_TWICE, Reason.NOT_HERE})
_WITHOUT_WAY = frozenset({Reason.LEFT, Reason.STATION_IN})

_CLOSED_VI, _CLOSED_EN = "Nếu câu hỏi đã đóng: quét lại.", "If the question was closed: scan again."
_MANNED = {
    Reason.AMBIGUOUS: Bilingual(
        f"Xin hỏi khách và chọn đúng tên. {_CLOSED_VI}", f"Ask them and choose the right name. {_CLOSED_EN}"
    ),
    Reason.FORGED_BADGE: Bilingual(
        "Mã thẻ không đúng. Gõ tay thì xem lại 16 ký tự rồi gõ lại; thẻ in thì tìm theo tên.",
        "Not a right code. If it was typed, check the 16 symbols; for a printed badge search by name.",
    ),
    Reason.REVOKED_BADGE: Bilingual(
        "Thẻ này đã báo mất hoặc đã đổi. Xin hỏi thẻ mới; không có thì tìm theo tên.",
        "This badge was lost or replaced. Ask for the new one, or search by name.",
    ),
    Reason.OTHER_PROGRAMME: Bilingual(
        "Thẻ của một phong trào khác. Xin tìm người ấy theo tên.",
        "A badge of another programme. Search for them by name.",
    ),
    Reason.UNREADABLE: Bilingual(
        "Xin đưa lại mã ngay ngắn, đủ sáng, hoặc tìm theo tên.",
        "Show the code again, straight and in good light, or search by name.",
    ),
    Reason.UNKNOWN_CARD: Bilingual(
        "Chưa có tên trong danh sách. Ở bàn đón: bấm F3 để đăng ký. Ở trạm: mời khách ra bàn đón.",
        "Not on the list yet. At the welcome desk press F3 to register; from a station send them there.",
    ),
    Reason.NO_CONSENT: Bilingual(
        f"Xin hỏi khách rồi bấm câu trả lời. {_CLOSED_VI}", f"Ask them, then press the answer. {_CLOSED_EN}"
    ),
    Reason.NEEDS_GUARDIAN: Bilingual(
        f"Xin hỏi cha, mẹ hoặc người giám hộ rồi bấm câu trả lời. {_CLOSED_VI}",
        f"Ask a parent or guardian, then press the answer. {_CLOSED_EN}",
    ),
}
"""What to do where a volunteer or host can answer: `wording` sends people at a kiosk to them."""

SHORT = {
    Reason.ADMITTED: Bilingual("mời vào", "in"),
    Reason.CAME_BACK: Bilingual("vào lại", "back in"),
    Reason.UNKNOWN_BADGE: Bilingual("Thẻ chưa có tên", "Unnamed badge"),
    Reason.ALREADY_HERE: Bilingual("đã vào rồi", "in already"),
    Reason.NOT_OPEN_YET: Bilingual("chưa mở", "not open"),
    Reason.OVER: Bilingual("hết ngày", "over"),
    Reason.FORGED_BADGE: Bilingual("Thẻ không hợp lệ", "Not genuine"),
    Reason.REVOKED_BADGE: Bilingual("Thẻ cũ, đã thay", "Badge replaced"),
    Reason.OTHER_PROGRAMME: Bilingual("Thẻ nơi khác", "Other programme"),
    Reason.AMBIGUOUS: Bilingual("Chọn đúng người", "Who is it?"),
    Reason.UNKNOWN_CARD: Bilingual("Ngoài danh sách", "Not on the list"),
    Reason.FOREIGN_CODE: Bilingual("Mã nơi khác", "Foreign code"),
    Reason.UNREADABLE: Bilingual("Không đọc được", "Not readable"),
    Reason.NO_CONSENT: Bilingual("hỏi ý kiến", "ask consent"),
    Reason.NEEDS_GUARDIAN: Bilingual("hỏi giám hộ", "ask guardian"),
    Reason.LEFT: Bilingual("ra về", "left"),
    Reason.NOT_HERE: Bilingual("chưa vào", "not in"),
    Reason.STATION_IN: Bilingual("bắt đầu", "began"),
    Reason.STATION_OUT: Bilingual("xong", "ended"),
    Reason.NOT_AT_STATION: Bilingual("chưa quét vào", "not here"),
    Reason.ALREADY_AT_STATION: Bilingual("đang ở đây", "here already"),
    Reason.SCANNED_TWICE: Bilingual("vừa quét rồi", "just scanned"),
}

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
    Reason.NOT_AT_STATION: Bilingual("CHƯA QUÉT VÀO TRẠM", "NOT AT THIS STATION"),
    Reason.ALREADY_AT_STATION: Bilingual("ĐANG Ở TRẠM NÀY", "AT THIS STATION ALREADY"),
    Reason.SCANNED_TWICE: Bilingual("VỪA QUÉT RỒI", "SCANNED A MOMENT AGO"),
}
