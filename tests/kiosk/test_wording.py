"""What people are told: every reason has a sentence that fits, is courteous, and names what helps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from checkin.admission import Admit, Ask, Decision, Reason, Refuse
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer
from checkin.event import Catalogue
from checkin.identity import Ambiguous, Doubt, Identity, Recognised, Unknown
from checkin.local_time import VIETNAM
from checkin.participation import Break, Draft, Entry, EntryRef, Kind, Presence
from checkin.payload import ForeignKind
from checkin.person import Birth, Person, Sex
from checkin.undo import UndoProblem
from data.catalogue import CatalogueProblems, read_catalogue
from kiosk import way_wording, wording
from stations.model import Bilingual, Call, Go, Hold, Nothing

NOW = datetime(2025, 9, 26, 9, 30, tzinfo=VIETNAM)
NGO = Person("a" * 32, "Phạm Thị Ngộ", Birth(1957), Sex.FEMALE, "nguoi-dan", "bui-hui")
CARD = CitizenCard("099157000001", "Phạm Thị Ngộ", None, None, "")
ROOM = 3 * 80


def whole_catalogue() -> Catalogue:
    found = read_catalogue("ngay-hoi", on=date(2025, 9, 26))
    assert not isinstance(found, CatalogueProblems)
    return found


CATALOGUE = whole_catalogue()
ADMITS = {
    Reason.ADMITTED,
    Reason.CAME_BACK,
    Reason.UNKNOWN_BADGE,
    Reason.LEFT,
    Reason.STATION_IN,
    Reason.STATION_OUT,
}
ASKS = {
    Reason.AMBIGUOUS,
    Reason.UNKNOWN_CARD,
    Reason.FOREIGN_CODE,
    Reason.UNREADABLE,
    Reason.NO_CONSENT,
    Reason.NEEDS_GUARDIAN,
}


def test_one_is_one_in_english_too() -> None:
    assert [wording.several(n, "person", "people") for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
    single = replace(CATALOGUE.event.stations[0], seats=1)
    assert way_wording.seats_text(1, single) == Bilingual("1 chỗ", "1 seat")
    only = Answer(Ambiguous((NGO,), CARD), Ask(Reason.AMBIGUOUS), None, Nothing(), Presence())
    assert "belong to 1 person on the list" in wording.reason_text(only, CATALOGUE, NOW).en


def entry(kind: Kind, at: datetime = NOW, desk: str = "ban-1", station: str | None = None) -> Entry:
    draft = Draft(kind, "ngay-hoi", at, desk, "a", None, station)
    return Entry(EntryRef("HMRV0123", 7), draft, at, b"")


def decided(reason: Reason) -> Decision:
    if reason in ADMITS:
        return Admit(reason)
    return Ask(reason) if reason in ASKS else Refuse(reason, entry(Kind.ADMITTED, NOW - timedelta(hours=2)))


def identity(reason: Reason, person: Person | None) -> Identity:
    match reason:
        case Reason.AMBIGUOUS:
            return Ambiguous((NGO, NGO), CARD)
        case Reason.FOREIGN_CODE:
            return Unknown(Doubt.FOREIGN, kind=ForeignKind.HEALTH_INSURANCE)
        case Reason.UNREADABLE:
            return Unknown(Doubt.UNREADABLE)
        case _:
            return Recognised(person)


def answer(
    reason: Reason, person: Person | None = NGO, call: Call | None = None, station: str = "vneid"
) -> Answer:
    made = entry(Kind.VISIT_IN, station=station)
    return Answer(identity(reason, person), decided(reason), made, call or Nothing(), Presence())


def every_sentence() -> Iterator[Bilingual]:
    long = replace(
        NGO, name="Nguyễn Phước Bảo Ngọc Quỳnh Hương Thị Thanh Trường Khuyên", birth=None, sex=None
    )
    child = replace(NGO, birth=Birth(2016))
    calls: list[Call] = [
        Nothing(),
        Nothing(95.5),
        Hold(7),
        Hold(145.2),
        Hold(None),
        *(Go(s.code, 95.5) for s in CATALOGUE.event.stations),
    ]
    for reason in Reason:
        for person in (NGO, long, child, None):
            for call in calls if reason in {Reason.ADMITTED, Reason.ALREADY_HERE} else calls[:1]:
                yield way_wording.answer_text(answer(reason, person, call, "ai-cbccvc"), CATALOGUE, NOW)
    for person in (NGO, long, None):
        for call in calls:
            here = replace(answer(Reason.ALREADY_HERE, person, call), presence=Presence(station="ai-cbccvc"))
            yield way_wording.answer_text(here, CATALOGUE, NOW)
    for call in calls:
        yield way_wording.call_text(call, long, CATALOGUE, NOW)
        yield way_wording.call_text(call, long, CATALOGUE, NOW.replace(hour=23))
    yield from (wording.foreign_text(kind) for kind in ForeignKind)
    yield from (wording.UNDO_PROBLEMS[problem] for problem in UndoProblem)
    yield wording.undone_text(entry(Kind.ADMITTED), CATALOGUE.event)
    yield from (wording.break_text(Break("HMRV0123", 3, missing=missing)) for missing in (True, False))
    yield from (wording.NO_DEVICE_NUMBER, wording.NO_CODE_IN_PICTURE)
    yield from (wording.new_device_text("HMRV0123", number) for number in (None, 255))
    yield from (wording.lacking_text(lost) for lost in (1, 150))


def test_a_new_device_that_has_a_number_is_not_told_to_get_one() -> None:
    assert "ngayhoi device" in wording.new_device_text("HMRV0123", None).vi
    told = wording.new_device_text("HMRV0123", 7)
    assert "số 7" in told.vi
    assert "number 7" in told.en
    assert "ngayhoi device" not in told.vi + told.en


def test_every_sentence_fits_three_lines_and_is_whole_text() -> None:
    for sentence in every_sentence():
        for text in (sentence.vi, sentence.en):
            assert 0 < len(text) <= ROOM, text
            assert text == unicodedata.normalize("NFC", text)
            assert "None" not in text
            assert "  " not in text
            assert text.isprintable()
            assert text[0].isupper(), text


def test_no_sentence_claims_to_prove_who_someone_is() -> None:
    pages = [*Path(wording.__file__).parent.glob("*wording.py")]
    assert len(pages) > 1
    assert all("xác thực" not in page.read_text(encoding="utf-8").casefold() for page in pages)
    assert not any("xác thực" in sentence.vi.casefold() for sentence in every_sentence())


@pytest.mark.parametrize(
    ("never", "instead"),
    [
        ("lượt quét", "lần quét"),
        ("lượt ghi", "dòng nhật ký"),
        ("cửa sổ lệnh", "cửa sổ dòng lệnh"),
        ("bộ giải mã", "bộ đọc mã QR"),
        ("rời màn hình", "thoát màn hình"),
    ],
)
def test_what_people_read_about_has_one_name(never: str, instead: str) -> None:
    """Lượt is a visit alone; the others are how the guides and most screens say it."""
    root = Path(wording.__file__).parents[1]
    sources = [path for part in ("kiosk", "data", "tools") for path in (root / part).rglob("*.py")]
    said = "".join(re.sub(r'"\s*f?"', "", path.read_text(encoding="utf-8")) for path in sources).casefold()
    assert never not in said
    assert instead.casefold() in said


def test_vietnamese_and_english_are_told_apart() -> None:
    marks = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    for reason in Reason:
        told = wording.reason_text(answer(reason, replace(NGO, name="An")), CATALOGUE, NOW)
        assert marks.search(told.vi), told
        assert not marks.search(told.en), told


@pytest.mark.parametrize(
    ("birth", "sex", "begins"),
    [
        (1957, Sex.FEMALE, "Bà"),
        (1950, Sex.MALE, "Ông"),
        (1990, Sex.MALE, "Anh"),
        (1990, None, "Anh/chị"),
        (2011, Sex.FEMALE, "Em"),
        (2017, Sex.MALE, "Cháu"),
        (NOW.year, Sex.FEMALE, "Cháu"),
    ],
)
def test_people_are_addressed_by_age_and_sex(birth: int, sex: Sex | None, begins: str) -> None:
    person = replace(NGO, birth=Birth(birth), sex=sex)
    told = wording.reason_text(answer(Reason.ALREADY_HERE, person), CATALOGUE, NOW)
    assert told.vi == f"{begins} Phạm Thị Ngộ đã vào lúc 07:30 tại Bàn đón 1."
    assert told.en == "Phạm Thị Ngộ came in at 07:30 at Welcome desk 1."


@pytest.mark.parametrize(("person", "name"), [(NGO, "Bà Phạm Thị Ngộ"), (None, "Người giữ thẻ này")])
def test_whoever_asks_elsewhere_in_the_middle_of_a_visit_hears_that_it_counts_as_over(
    person: Person | None, name: str
) -> None:
    asking = replace(answer(Reason.ALREADY_HERE, person, Hold(7, 12)), presence=Presence(station="vneid"))
    told = way_wording.answer_text(asking, CATALOGUE, NOW)
    assert told.vi.startswith(f"{name}: trạm 1 coi như xong; nếu chưa, mời quay lại.")
    assert "bảng sẽ gọi số 12" in told.vi
    assert "station 1 counts as done; if it is not, please go back there." in told.en


def test_someone_of_unknown_age_is_called_by_name_and_asked_as_quy_vi() -> None:
    person = replace(NGO, birth=None)
    told = way_wording.answer_text(answer(Reason.ADMITTED, person, Hold(7)), CATALOGUE, NOW)
    assert told.vi.startswith("Chào Quý vị! Đã ghi nhận Phạm Thị Ngộ tham dự.")
    assert "Mời Quý vị ngồi nghỉ, khoảng 7 phút nữa" in told.vi
    told = way_wording.call_text(Hold(None), person, CATALOGUE, NOW)
    assert "đang tạm dừng. Mời Quý vị ngồi nghỉ, lát nữa quét mã hỏi lại." in told.vi


def test_the_owner_of_an_unknown_badge_is_spoken_of_too() -> None:
    told = wording.reason_text(answer(Reason.ALREADY_HERE, None), CATALOGUE, NOW)
    assert told.vi.startswith("Người giữ thẻ này đã vào lúc 07:30")
    assert told.en.startswith("The holder of this badge came in at 07:30")


def test_directions_name_number_station_and_place() -> None:
    told = way_wording.call_text(Go("thanh-toan", 0.4), NGO, CATALOGUE, NOW)
    assert told.vi == "Mời bà đến Trạm 3 – Thanh toán không tiền mặt, trong hội trường, dãy bên phải."
    assert told.en.startswith("Please go to station 3, Cashless payment")
    waiting = way_wording.call_text(Go("thanh-toan", 6.2), NGO, CATALOGUE, NOW)
    assert "Chờ khoảng 7 phút." in waiting.vi
    assert "about 7 min" in waiting.en


def test_after_the_hours_of_all_stations_nobody_hears_that_they_need_none() -> None:
    first, *others = CATALOGUE.event.stations
    late = replace(first, closes=time(18))
    catalogue = replace(CATALOGUE, event=replace(CATALOGUE.event, stations=(late, *others)))
    until = [
        way_wording.call_text(Nothing(), NGO, catalogue, NOW.replace(hour=17, minute=59)),
        way_wording.call_text(Nothing(), NGO, catalogue, NOW.replace(hour=18, minute=0)),
    ]
    assert "không còn trạm nào để mời" in until[0].vi
    assert until[1].vi == "Các trạm đã hết giờ nhận khách. Cảm ơn bà đã đến dự."


def test_a_group_hears_the_stations_that_take_as_many_of_it_together() -> None:
    sent = ["vneid", "vneid", "thanh-toan", "thanh-toan", "an-toan"]
    told = way_wording.ways_text([Go(code, 0) for code in sent], CATALOGUE.event)
    number = {station.code: station.number for station in CATALOGUE.event.stations}
    both = f"{number['vneid']}, {number['thanh-toan']}"
    assert told.vi == f"Mời 2 người đến mỗi trạm {both}; 1 người đến trạm {number['an-toan']}."
    assert told.en == f"Please send 2 to each of stations {both}; 1 to station {number['an-toan']}."


def test_the_ways_of_a_group_to_25_stations_and_to_seats_fit() -> None:
    first = CATALOGUE.event.stations[0]
    stations = tuple(replace(first, code=f"tram-{n}", number=n) for n in range(1, 26))
    calls: list[Call] = [Go(s.code, 0) for s in stations for _ in range(1 + s.number % 3)]
    calls += [Hold(None, number) for number in range(1001, 1021)]
    told = way_wording.ways_text(calls, replace(CATALOGUE.event, stations=stations))
    assert max(len(told.vi), len(told.en)) < ROOM
    assert told.vi.endswith("20 người ngồi nghỉ, bảng sẽ gọi số 1001–1020.")


def test_a_place_that_begins_with_an_abbreviation_keeps_its_capitals() -> None:
    station = replace(CATALOGUE.event.stations[0], place="UBND xã, tầng 2")
    catalogue = replace(CATALOGUE, event=replace(CATALOGUE.event, stations=(station,)))
    assert ", UBND xã, tầng 2." in way_wording.call_text(Go(station.code, 0), NGO, catalogue, NOW).vi


def test_a_place_that_begins_with_a_word_of_one_letter_loses_its_capital_too() -> None:
    station = replace(CATALOGUE.event.stations[0], place="Ở ngoài sân")
    catalogue = replace(CATALOGUE, event=replace(CATALOGUE.event, stations=(station,)))
    assert way_wording.call_text(Go(station.code, 0), NGO, catalogue, NOW).vi.endswith(", ở ngoài sân.")


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (0, "1 phút", "1 min"),
        (6.1, "7 phút", "7 min"),
        (60, "1 giờ", "1 h"),
        (125, "2 giờ 5 phút", "2 h 5 min"),
    ],
)
def test_waits_are_rounded_up_to_words(minutes: float, vi: str, en: str) -> None:
    assert wording.duration(minutes) == Bilingual(vi, en)


def test_foreign_codes_are_named_and_what_to_show_instead() -> None:
    told = wording.reason_text(answer(Reason.FOREIGN_CODE), CATALOGUE, NOW)
    assert told.vi.startswith("Đây là mã thẻ bảo hiểm y tế. Mời")
    assert "thẻ tham dự, hoặc mặt có mã của thẻ căn cước" in told.vi
    assert len({wording.foreign_text(kind) for kind in ForeignKind}) == len(ForeignKind)


def test_a_station_or_desk_the_event_lost_is_named_by_its_code() -> None:
    assert wording.place_name("ban-cu", CATALOGUE.event).vi == "ban-cu"
    assert wording.station_name("tram-cu", CATALOGUE.event).vi == "Trạm tram-cu"
    assert wording.place_name("vneid", CATALOGUE.event).vi.startswith("Trạm 1 – ")


def test_leaving_and_stations_name_the_time_and_the_place() -> None:
    out = answer(Reason.NOT_HERE)
    assert "đã ra về lúc 07:30" in wording.reason_text(out, CATALOGUE, NOW).vi
    never = replace(out, decision=Refuse(Reason.NOT_HERE))
    assert "chưa được ghi nhận vào cửa" in wording.reason_text(never, CATALOGUE, NOW).vi
    inside = wording.reason_text(answer(Reason.STATION_IN), CATALOGUE, NOW)
    assert inside.vi.startswith("Bà Phạm Thị Ngộ bắt đầu tại Trạm 1")


def test_consent_is_asked_of_the_right_person() -> None:
    child = replace(NGO, name="Lê Bảo Trâm", birth=Birth(2016))
    assert (
        "cha, mẹ hoặc người giám hộ"
        in wording.reason_text(answer(Reason.NEEDS_GUARDIAN, child), CATALOGUE, NOW).vi
    )
    assert "cha, mẹ" not in wording.reason_text(answer(Reason.NO_CONSENT), CATALOGUE, NOW).vi


def test_who_of_a_group_waits_for_a_pause_hears_to_ask_again() -> None:
    said = way_wording.ways_text([Hold(None), Hold(None), Hold(30)], CATALOGUE.event)
    assert said.vi == (
        "2 người ngồi nghỉ vì trạm tạm dừng, lát nữa quét mã hỏi lại. 1 người ngồi nghỉ, chờ trạm mở."
    )


def test_nobody_of_a_group_is_left_out_of_what_is_said_of_its_ways() -> None:
    calls: list[Call] = [Go("vneid", 0), Hold(30), Hold(30), Nothing(), Hold(5, 3)]
    said = way_wording.ways_text(calls, CATALOGUE.event)
    assert said.vi == (
        "Mời 1 người đến trạm 1. 1 người ngồi nghỉ, bảng sẽ gọi số 3. "
        "2 người ngồi nghỉ, chờ trạm mở. 1 người tham quan tự do."
    )
    assert said.en == (
        "Please send 1 to station 1. 1 takes a seat; the board will call 3. "
        "2 take a seat until a station opens. 1 free to look around."
    )
