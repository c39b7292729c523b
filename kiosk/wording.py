"""What a person is told: a sentence for each reason and problem, Vietnamese and English.

A sentence fits three lines of eighty columns. Nothing here decides anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from checkin.admission import Reason, Refuse
from checkin.desk import Answer
from checkin.event import Catalogue, Event
from checkin.identity import Ambiguous, Unknown
from checkin.local_time import clock_time, local_day
from checkin.names import LONGEST_NAME, address, fold
from checkin.participation import Break, Entry
from checkin.payload import ForeignKind
from checkin.person import Person
from checkin.undo import UndoProblem
from stations.model import Bilingual
from stations.passport import Progress

_LONGEST_NAME = 40
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Addressee:
    """How one person is spoken to and of."""

    form: str
    """Such as "bà", "anh/chị", or "Quý vị" for someone whose age is not known."""
    name: str
    """Cut to fit a screen; empty for the owner of a badge this store does not know."""
    formal: bool
    """Whether `form` is the programme's word for someone of unknown age."""

    @property
    def full(self) -> str:
        """To begin a sentence with: "Bà Phạm Thị Ngộ"."""
        return capitalised(self.within)

    @property
    def within(self) -> str:
        """For inside a sentence: "bà Phạm Thị Ngộ"."""
        if self.formal:
            return self.name or self.form
        return f"{self.form} {self.name}"

    @property
    def greeted(self) -> str:
        """For a greeting: "bà Phạm Thị Ngộ"; whose age is unknown is not called by the bare name."""
        return self.form if self.formal else self.within

    @property
    def english(self) -> str:
        """The name, or a word for who holds the badge."""
        return self.name or "The holder of this badge"


def addressee(person: Person | None, catalogue: Catalogue, now: datetime) -> Addressee:
    """How to speak to someone on a day, by age and sex, as the programme says."""
    programme = catalogue.programme
    if person is None:
        return Addressee(programme.unknown_address, "", formal=True)
    age = person.birth.age_on(local_day(now)) if person.birth else None
    form = address(age, person.sex, programme)
    return Addressee(form, shortened(person.name), formal=form == programme.unknown_address)


def reason_text(  # noqa: PLR0911 - one answer a kind of reason, and the type checker sees that none is missing
    answer: Answer, catalogue: Catalogue, now: datetime
) -> Bilingual:
    """What came of a scan, without the way to the next station."""
    who = addressee(answer.person, catalogue, now)
    reason = answer.decision.reason
    match reason:
        case Reason.ADMITTED | Reason.CAME_BACK | Reason.UNKNOWN_BADGE:
            return _welcome(reason, who)
        case Reason.ALREADY_HERE:
            return over_text(answer, catalogue, now) or _already_here(who, _against(answer), catalogue.event)
        case Reason.NOT_OPEN_YET | Reason.OVER:
            return _other_day(reason, catalogue.event, now)
        case Reason.NO_CONSENT | Reason.NEEDS_GUARDIAN:
            return _consent(reason, who)
        case Reason.FOREIGN_CODE:
            kind = answer.identity.kind if isinstance(answer.identity, Unknown) else None
            return foreign_text(kind or ForeignKind.OTHER)
        case Reason.AMBIGUOUS:
            count = len(answer.identity.people) if isinstance(answer.identity, Ambiguous) else 0
            return _ambiguous(count)
        case (
            Reason.FORGED_BADGE
            | Reason.REVOKED_BADGE
            | Reason.OTHER_PROGRAMME
            | Reason.UNKNOWN_CARD
            | Reason.UNREADABLE
        ):
            return _PLAIN[reason]
        case Reason.LEFT | Reason.NOT_HERE:
            return _leaving(reason, who, _against(answer))
        case (
            Reason.STATION_IN
            | Reason.STATION_OUT
            | Reason.NOT_AT_STATION
            | Reason.ALREADY_AT_STATION
            | Reason.SCANNED_TWICE
        ):
            return _at_station(reason, who, _station_of(answer), catalogue.event)
        case _:
            assert_never(reason)


def over_text(answer: Answer, catalogue: Catalogue, now: datetime) -> Bilingual | None:
    """That the way told to someone takes a visit for over whose end was not scanned, if one is open."""
    code = answer.presence.station
    if code is None:
        return None
    who, station = addressee(answer.person, catalogue, now), catalogue.event.station(code)
    number, name = station.number if station else code, who.full if who.name else _HOLDER
    return Bilingual(
        f"{name}: trạm {number} coi như xong; nếu chưa, mời quay lại.",
        f"{who.english}: station {number} counts as done; if it is not, please go back there.",
    )


def stamps_text(progress: Progress, *, plain: bool) -> Bilingual:
    """Each visit asked for, with a box that is ticked or not."""
    done, open_ = ("[x]", "[ ]") if plain else ("☑", "☐")
    made = [*(topic.name for topic in progress.stamped), *[_OWN_CHOICE] * progress.choices_made]
    left = [*(topic.name for topic in progress.wanted), *[_OWN_CHOICE] * progress.choices_left]
    stamps = [*((done, name) for name in made), *((open_, name) for name in left)]
    count = f"{progress.made}/{progress.asked}"
    return Bilingual(
        f"Hộ chiếu trải nghiệm {count}:  " + "  ".join(f"{box}\u00a0{name.vi}" for box, name in stamps),
        f"Passport {count}:  " + "  ".join(f"{box}\u00a0{name.en}" for box, name in stamps),
    )


def complete_text(form: str) -> Bilingual:
    """What is said to whoever has made every visit asked for."""
    return Bilingual(
        f"Chúc mừng {form}! Hộ chiếu trải nghiệm đã đủ dấu.", "Congratulations! Your passport is complete."
    )


def station_name(code: str, event: Event) -> Bilingual:
    """Number and name, "Trạm 3 – Thanh toán"; the code of a station the event does not have."""
    station = event.station(code)
    if station is None:
        return Bilingual(f"Trạm {code}", f"station {code}")
    return Bilingual(
        f"Trạm {station.number} – {station.name.vi}", f"station {station.number}, {station.name.en}"
    )


def place_name(code: str, event: Event) -> Bilingual:
    """Name of the desk or station an entry was made at."""
    desk = event.desk(code)
    if desk:
        return desk.name
    return station_name(code, event) if event.station(code) else Bilingual(code, code)


def duration(minutes: float) -> Bilingual:
    """A wait in words, at least a minute, rounded up."""
    counted = divmod(max(1, math.ceil(minutes)), _HOUR)
    vi, en = (
        " ".join(f"{count} {unit}" for count, unit in zip(counted, units, strict=True) if count)
        for units in (("giờ", "phút"), ("h", "min"))
    )
    return Bilingual(vi, en)


def stay_text(form: str, minutes: int | None) -> Bilingual:
    """That an answer to how long somebody addressed so can stay was taken; None is "not sure"."""
    if minutes is None:
        return Bilingual(f"Dạ vâng, {form} chưa rõ thời gian.", "All right, not sure yet.")
    stay = duration(minutes)
    return Bilingual(f"Máy đã ghi: {form} ở lại được {stay.vi}.", f"Noted: you can stay {stay.en}.")


def several(count: int, one: str, more: str) -> str:
    """A count with its English noun.

    >>> several(1, "visit", "visits"), several(2, "visit", "visits")
    ('1 visit', '2 visits')
    """
    return f"{count} {one if count == 1 else more}"


def capitalised(text: str) -> str:
    """With its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def shortened(name: str) -> str:
    """A name that leaves room for its sentence: at most 40 characters."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def birth_year(person: Person) -> str:
    """The year of birth, empty if it is not known."""
    return str(person.birth.year) if person.birth else ""


def births(people: Iterable[Person], *, by_hamlet: bool) -> dict[str, str]:
    """By id, the year of birth; where a list shows it of several of one name, the whole birth of each.

    by_hamlet: whether the list shows the hamlet too.
    """
    same: dict[tuple[str, ...], list[Person]] = {}
    for person in people:
        shown = (fold(person.name), birth_year(person), person.hamlet if by_hamlet else "")
        same.setdefault(shown, []).append(person)
    return {
        person.id: str(person.birth or "") if alike[1:] else birth_year(person)
        for alike in same.values()
        for person in alike
    }


def joined(*sentences: Bilingual) -> Bilingual:
    """Sentences one after the other, in each language."""
    return Bilingual(" ".join(s.vi for s in sentences), " ".join(s.en for s in sentences))


def foreign_text(kind: ForeignKind) -> Bilingual:
    """Which code of someone else's this is, and what to show instead."""
    vi, en = _FOREIGN[kind]
    return Bilingual(
        f"Đây là {vi}. Mời Quý vị đưa thẻ tham dự, hoặc mặt có mã của thẻ căn cước.",
        f"This is {en}. Please show the side of your citizen card with the code, or your badge.",
    )


def undone_text(target: Entry, event: Event) -> Bilingual:
    """That an entry was taken back."""
    place, at = place_name(target.draft.desk, event), clock_time(target.draft.at)
    return Bilingual(
        f"Đã hoàn tác dòng nhật ký {target.ref}, ghi lúc {at} tại {place.vi}.",
        f"Entry {target.ref}, made at {at} at {place.en}, was taken back.",
    )


def day_is_past(today: date) -> Bilingual:
    """That an event's date is over, and how to give it another one."""
    return Bilingual(
        f"Ngày tổ chức đã qua (hôm nay là {today:%d/%m/%Y}) nên không ghi nhận ai được. Đặt ngày khác, "
        "bằng đúng danh mục đang dùng: ngayhoi init --catalogue TÊN-HOẶC-TỆP --date NGÀY/THÁNG/NĂM",
        f"That day is over (today is {today:%d/%m/%Y}), so nobody can be admitted. Give it another date, "
        "with the catalogue in use: ngayhoi init --catalogue NAME-OR-FILE --date DAY/MONTH/YEAR",
    )


def break_text(found: Break) -> Bilingual:
    """Where a device's log does not hold together."""
    vi, en = ("bị thiếu", "is missing") if found.missing else ("đã bị sửa", "was altered")
    entry = f"{found.device}-{found.sequence}"
    return Bilingual(f"Dòng nhật ký {entry} {vi}.", f"Entry {entry} {en}.")


def unknown_text(badges: Mapping[int, int]) -> Bilingual:
    """That some badges are nobody's here; how many, by the number of the device that gave them out."""
    count, numbers = sum(badges.values()), ", ".join(map(str, sorted(badges)))
    machines = f"machine{'s' if len(badges) > 1 else ''} {numbers}"
    return Bilingual(
        f"Còn {count} thẻ do máy số {numbers} cấp mà kho này chưa biết là của ai. Nếu các máy rời nhau, xin "
        "gộp kho của máy ấy (bản mới nhất): ngayhoi sync TỆP",
        f"{several(count, 'badge', 'badges')} given out by {machines} are nobody's in this store. If laptops "
        "stand apart, bring that store here (its newest copy): ngayhoi sync FILE",
    )


def new_device_text(device: str, number: int | None) -> Bilingual:
    """That a store was opened on a machine that it does not know, as after copying its file.

    A server gives every device a number by itself.
    """
    told = Bilingual(
        f"Kho dữ liệu này lần đầu mở trên máy này (bản sao hoặc máy mới), nên máy là thiết bị mới {device}",
        f"This store is new to this machine (a copy, or one more machine): it is device {device} now",
    )
    if number is not None:
        return Bilingual(f"{told.vi}, số {number}.", f"{told.en}, number {number}.")
    return Bilingual(
        f"{told.vi}. Muốn phát thẻ tại đây: ngayhoi device --number SỐ",
        f"{told.en}. To make badges here: ngayhoi device --number N",
    )


def lacking_text(lost: int) -> Bilingual:
    """That a store lacks entries which this machine wrote, as after another one was copied over it."""
    return Bilingual(
        f"Kho này thiếu {lost} dòng nhật ký mà chính máy này đã ghi, có thể vì kho của máy đã bị chép đè. "
        "Còn bản chép của kho cũ ở USB hay thùng rác thì xin giữ lại, rồi gộp vào đây: ngayhoi sync TỆP",
        f"This store lacks {several(lost, 'entry', 'entries')} that this machine itself wrote, as if another "
        "one was copied over its own. If a copy of that is left on a stick or in the bin, keep it and bring "
        "it in: ngayhoi sync FILE",
    )


NO_DEVICE_NUMBER = Bilingual(
    "Máy này chưa có số thiết bị nên chưa phát được thẻ. Hãy gõ: ngayhoi device --number SỐ (1 đến 255, "
    "mỗi máy một số).",
    "This device has no number yet, so it cannot make badges. Type: ngayhoi device --number N (1 to 255, "
    "one for each device).",
)
NO_CODE_IN_PICTURE = Bilingual(
    "Không thấy mã QR nào trong ảnh. Xin chụp lại gần hơn, đủ sáng, không bị lóa.",
    "No QR code was found in the picture. Please take it again: nearer, in good light, without glare.",
)


def _welcome(reason: Reason, who: Addressee) -> Bilingual:
    if reason is Reason.UNKNOWN_BADGE:
        return Bilingual(
            "Chào Quý vị! Thẻ hợp lệ, đã ghi nhận tham dự; máy này chưa có tên người giữ thẻ.",
            "Welcome! The badge is genuine and you are checked in; your name is not on this device yet.",
        )
    if reason is Reason.CAME_BACK:
        return Bilingual(f"Chào {who.greeted} đã quay lại!", f"Welcome back, {who.english}!")
    noted = f"Đã ghi nhận {who.name} tham dự." if who.formal and who.name else "Đã ghi nhận tham dự."
    return Bilingual(f"Chào {who.greeted}! {noted}", f"Welcome, {who.english}! You are checked in.")


def _already_here(who: Addressee, first: Entry | None, event: Event) -> Bilingual:
    if first is None:
        return Bilingual(f"{who.full} đã vào rồi.", f"{who.english} is already in.")
    at, place = clock_time(first.draft.at), place_name(first.draft.desk, event)
    name = who.full if who.name else _HOLDER
    return Bilingual(
        f"{name} đã vào lúc {at} tại {place.vi}.", f"{who.english} came in at {at} at {place.en}."
    )


def not_today(event: Event, events: Iterable[Event], now: datetime) -> Bilingual | None:
    """Why nobody can be received at an event now, and what to do; None on its day. events: all known."""
    day, today = f"{event.date:%d/%m/%Y}", local_day(now)
    if event.date == today:
        return None
    for other in events:
        if other.date == today:
            return Bilingual(
                f"Màn hình này mở cho ngày {day}, hôm nay là {other.name.vi}. "
                "Xin báo người trực thoát (Ctrl+Q) rồi mở lại.",
                f"This screen is of {day}, today is {other.name.en}. "
                "Ask a volunteer to leave it (Ctrl+Q) and open it again.",
            )
    return Bilingual(
        f"Ngày tổ chức là {day}, hôm nay máy ghi {today:%d/%m/%Y}: không ghi nhận ai được. "
        "Xin báo ban tổ chức xem lại ngày của máy, hoặc đặt lại ngày tổ chức.",
        f"The event is on {day}, this machine says {today:%d/%m/%Y}: nobody can be admitted. "
        "Tell the organiser to check the machine's date, or the event's.",
    )


def _other_day(reason: Reason, event: Event, now: datetime) -> Bilingual:
    """That it is another day, and which one this machine takes it for: an old one may have forgotten it."""
    day, today = f"{event.date:%d/%m/%Y}", f"{local_day(now):%d/%m/%Y}"
    if reason is Reason.NOT_OPEN_YET:
        return Bilingual(
            f"Hôm nay chưa đến ngày: {event.name.vi} diễn ra ngày {day}. Máy này đang tính là ngày {today}.",
            f"It is not the day yet: {event.name.en} takes place on {day}. "
            f"This machine reckons with {today}.",
        )
    return Bilingual(
        f"{event.name.vi} đã kết thúc ngày {day}. Cảm ơn Quý vị đã quan tâm. "
        f"Máy này đang tính là ngày {today}.",
        f"{event.name.en} ended on {day}. Thank you for your interest. This machine reckons with {today}.",
    )


def _consent(reason: Reason, who: Addressee) -> Bilingual:
    if reason is Reason.NEEDS_GUARDIAN:
        return Bilingual(
            f"{who.full}: cần cha, mẹ hoặc người giám hộ đồng ý trước khi ghi nhận. Mời đến bàn đón.",
            f"{who.english}: a parent or guardian has to agree first. Please come to the welcome desk.",
        )
    return Bilingual(
        f"{who.full}: cần hỏi ý kiến đồng ý lưu thông tin trước khi ghi nhận. Mời đến bàn đón.",
        f"{who.english}: we have to ask for your consent first. Please come to the welcome desk.",
    )


def _ambiguous(count: int) -> Bilingual:
    return Bilingual(
        f"Có {count} người trong danh sách có thể là chủ thẻ này. Nhờ tình nguyện viên chọn đúng người.",
        f"This card may belong to {several(count, 'person', 'people')} on the list. "
        "A volunteer will choose the right one.",
    )


def _leaving(reason: Reason, who: Addressee, last: Entry | None) -> Bilingual:
    if reason is Reason.LEFT:
        return Bilingual(
            f"Tạm biệt {who.greeted}! Cảm ơn {who.form} đã tham dự.",
            f"Goodbye, {who.name}! Thank you for coming." if who.name else "Goodbye! Thank you for coming.",
        )
    name = who.full if who.name else _HOLDER
    if last:
        at = clock_time(last.draft.at)
        return Bilingual(f"{name} đã ra về lúc {at}.", f"{who.english} left at {at}.")
    return Bilingual(f"{name} chưa được ghi nhận vào cửa.", f"{who.english} has not come in yet.")


def _at_station(reason: Reason, who: Addressee, station: str, event: Event) -> Bilingual:
    place = station_name(station, event)
    name = who.full if who.name else _HOLDER
    match reason:
        case Reason.STATION_IN:
            return Bilingual(f"{name} bắt đầu tại {place.vi}.", f"{who.english} begins at {place.en}.")
        case Reason.STATION_OUT:
            return Bilingual(f"{name} đã xong tại {place.vi}.", f"{who.english} has finished at {place.en}.")
        case Reason.NOT_AT_STATION:
            return Bilingual(
                f"{name} chưa quét mã vào {place.vi}.", f"{who.english} was not scanned in at {place.en}."
            )
        case Reason.SCANNED_TWICE:
            return Bilingual(
                f"{name} vừa quét ở đây, lần này không tính. Nếu đúng là cần, chờ một lát rồi quét lại.",
                f"{who.english} was scanned here just now: this does not count. If it was meant, scan again "
                "in a moment.",
            )
        case _:
            return Bilingual(f"{name} đang ở {place.vi} rồi.", f"{who.english} is at {place.en} already.")


def _against(answer: Answer) -> Entry | None:
    return answer.decision.first if isinstance(answer.decision, Refuse) else None


def _station_of(answer: Answer) -> str:
    return (answer.entry.draft.station if answer.entry else None) or answer.presence.station or ""


_HOLDER = "Người giữ thẻ này"
"""Of whom this device knows only the badge."""
LONG_NAME = Bilingual(
    f"Họ tên dài quá {LONGEST_NAME} ký tự. Xin ghi một người.",
    f"The name has more than {LONGEST_NAME} characters. Please write one person's.",
)
_OWN_CHOICE = Bilingual("Trạm tự chọn", "A station of your choice")
_PLAIN = {
    Reason.FORGED_BADGE: Bilingual(
        "Mã thẻ này không đúng. Gõ tay thì xin xem lại 16 ký tự; không được thì mời Quý vị đến bàn đón.",
        "This badge code is not right. If you typed it, check its 16 symbols; else please come to the desk.",
    ),
    Reason.REVOKED_BADGE: Bilingual(
        "Thẻ này không còn dùng được. Đã đổi thẻ thì mời Quý vị dùng thẻ mới; không thì mời đến bàn đón.",
        "This badge is no longer in use. If it was replaced, please use the new one; else come to the desk.",
    ),
    Reason.OTHER_PROGRAMME: Bilingual(
        "Đây là thẻ của một phong trào khác. Mời Quý vị đến bàn đón để nhận thẻ tham dự.",
        "This badge belongs to another programme. Please come to the welcome desk for one of ours.",
    ),
    Reason.UNKNOWN_CARD: Bilingual(
        "Chưa có tên trong danh sách. Mời Quý vị đến bàn đón đăng ký để nhận thẻ tham dự.",
        "This name is not on the list yet. Please register at the welcome desk and get a badge.",
    ),
    Reason.UNREADABLE: Bilingual(
        "Không đọc được mã. Mời Quý vị đưa lại mã ngay ngắn, đủ sáng, hoặc đến bàn đón.",
        "The code cannot be read. Please show it again, straight and in good light, or ask at the desk.",
    ),
}
_FOREIGN = {
    ForeignKind.LINK: ("mã dẫn đến một trang web", "a link to a web page"),
    ForeignKind.HEALTH_INSURANCE: ("mã thẻ bảo hiểm y tế", "the code of a health insurance card"),
    ForeignKind.BANK_TRANSFER: ("mã chuyển tiền ngân hàng", "a code for a bank transfer"),
    ForeignKind.ZALO: ("mã Zalo", "a Zalo code"),
    ForeignKind.VNEID: ("mã của ứng dụng VNeID", "a code of the VNeID app"),
    ForeignKind.PRODUCT: ("mã vạch của hàng hóa", "the bar code of a product"),
    ForeignKind.OTHER: ("mã của nơi khác", "a code from elsewhere"),
}
UNDO_PROBLEMS = {
    UndoProblem.NO_SUCH_ENTRY: Bilingual(
        "Không có dòng nhật ký này. Xin xem lại bằng lệnh: ngayhoi log",
        "There is no such entry. Look it up with: ngayhoi log",
    ),
    UndoProblem.OTHER_EVENT: Bilingual(
        "Dòng nhật ký này thuộc sự kiện khác.", "This entry belongs to another event."
    ),
    UndoProblem.ALREADY_UNDONE: Bilingual(
        "Dòng nhật ký này đã được hoàn tác trước đó.", "This entry was taken back before."
    ),
    UndoProblem.NOT_UNDOABLE: Bilingual(
        "Loại dòng nhật ký này không hoàn tác được.", "An entry of this kind stands and cannot be taken back."
    ),
    UndoProblem.NO_SUCH_REASON: Bilingual(
        "Danh mục không có lý do hoàn tác này.", "The catalogue has no such reason for taking an entry back."
    ),
}
"""Why an entry was not taken back."""
