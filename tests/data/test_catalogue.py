"""Catalogue files: what comes with the program, what the organiser may change, and what mistakes are told."""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import data.catalogue_tables as tables
from checkin.event import Catalogue
from data.catalogue import (
    CatalogueProblem,
    CatalogueProblems,
    builtin_catalogues,
    check,
    dump,
    load,
    read_catalogue,
)
from stations.passport import progress, wanted_stations

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "data" / "reference"
PROGRAMME = "binh-dan-hoc-vu-so"
EVENT_TEXT = (REFERENCE / "ngay-hoi.toml").read_text(encoding="utf-8")
PROGRAMME_TEXT = (REFERENCE / f"{PROGRAMME}.toml").read_text(encoding="utf-8")


def catalogue(name: str, on: date | None = None) -> Catalogue:
    read = read_catalogue(name, on)
    assert isinstance(read, Catalogue), read
    return read


def problems(name: str) -> tuple[CatalogueProblem, ...]:
    read = read_catalogue(name)
    assert isinstance(read, CatalogueProblems), "no mistake was found"
    return read.problems


class Folder:
    """A folder of the organiser's own copies."""

    def __init__(self, path: Path) -> None:
        self.event = path / "ngay-hoi.toml"
        self.programme = path / f"{PROGRAMME}.toml"

    def write(self, event: str = EVENT_TEXT, programme: str = PROGRAMME_TEXT) -> str:
        self.event.write_text(event, encoding="utf-8")
        self.programme.write_text(programme, encoding="utf-8")
        return str(self.event)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def changed(text: str, old: str, new: str) -> str:
    assert old in text, f"the file no longer says {old!r}"
    return text.replace(old, new, 1)


def texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for item in value.values():
                yield from texts(item)
        case list():
            for item in value:
                yield from texts(item)


# --- what comes with the program ---


def test_both_events_of_the_plan_are_built_in_and_free_of_mistakes() -> None:
    assert builtin_catalogues() == ("le-phat-dong", "ngay-hoi")
    for name in builtin_catalogues():
        assert catalogue(name).programme.code == PROGRAMME
        assert check(name) == ()
    assert check(PROGRAMME) == ()


def test_the_dates_are_the_plans_own() -> None:
    assert catalogue("ngay-hoi").event.date == date(2025, 9, 26)
    assert catalogue("le-phat-dong").event.date == date(2025, 9, 29)


@pytest.mark.parametrize("name", ["ngay-hoi", "le-phat-dong"])
def test_people_meet_three_desks_a_kiosk_and_the_four_lengths_of_stay(name: str) -> None:
    event = catalogue(name).event
    assert [d.code for d in event.desks] == ["ban-1", "ban-2", "ban-3", "ki-ot"]
    assert event.stays == (30, 60, 120, 240)


def test_those_who_live_elsewhere_or_nowhere_known_have_a_hamlet_to_choose() -> None:
    programme = catalogue("ngay-hoi").programme
    assert programme.unknown_hamlet == "chua-ro"
    names = {h.code: h.name for h in programme.hamlets}
    assert (names["ngoai-xa"], names["chua-ro"]) == ("Ngoài xã", "Chưa rõ")


@pytest.mark.parametrize(
    ("hamlet", "former"), [("bui-hui", "Ba Trang"), ("nuoc-dang", "Ba Trang"), ("ho-sau", "Ba Khâm")]
)
def test_hamlets_know_the_commune_their_cards_still_print(hamlet: str, former: str) -> None:
    found = catalogue("ngay-hoi").programme.hamlet(hamlet)
    assert found
    assert found.former_commune == former


def test_rosters_may_name_groups_in_the_words_of_offices() -> None:
    programme = catalogue("ngay-hoi").programme
    named = {alias: g.code for g in programme.groups for alias in g.aliases}
    assert (named["CBCCVC"], named["HS"], named["Thanh niên"]) == ("cbccvc", "hoc-sinh", "doan-vien")


def test_children_under_sixteen_are_answered_for() -> None:
    programme = catalogue("ngay-hoi").programme
    assert programme.guardian_under == 16
    covers = {c.code: c.covers_children for c in programme.consents}
    assert covers[programme.guardian_consent]
    assert covers[programme.roster_consent]
    assert not covers[programme.spoken_consent]


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (79, ("ông", "bà", "ông/bà")),
        (60, ("ông", "bà", "ông/bà")),
        (59, ("anh", "chị", "anh/chị")),
        (17, ("em", "em", "em")),
        (11, ("cháu", "cháu", "cháu")),
        (0, ("cháu", "cháu", "cháu")),
    ],
)
def test_everyone_is_addressed_by_age(age: int, words: tuple[str, str, str]) -> None:
    form = next(a for a in catalogue("ngay-hoi").programme.addresses if a.from_age <= age)
    assert (form.male, form.female, form.unknown) == words


@pytest.mark.parametrize("name", ["ngay-hoi", "le-phat-dong"])
def test_every_passport_can_be_filled_by_going_where_it_points(name: str) -> None:
    both = catalogue(name)
    event = both.event
    for group in both.programme.groups:
        visited: set[str] = set()
        while wanted := wanted_stations(event.passport, event.stations, group.code, visited):
            visited.add(min(wanted))
        assert progress(event.passport, group.code, visited).complete, group.code
        assert 1 <= len(visited) <= 4, f"{group.code} is sent round {len(visited)} stations"


def test_officials_train_in_sessions_that_fit_a_session() -> None:
    for name in builtin_catalogues():
        station = catalogue(name).event.station("ai-cbccvc")
        assert station
        assert station.sessions
        assert 20 <= station.minutes <= 30 <= station.sessions.period


def test_outcomes_count_what_people_can_do_afterwards() -> None:
    ticked = {o.code for s in catalogue("ngay-hoi").event.stations for o in s.outcomes}
    assert ticked >= {
        "vneid-muc-2",
        "nop-ho-so",
        "thanh-toan-so",
        "chu-ky-so",
        "tai-khoan-bdhvs",
        "ai-lan-dau",
        "nhan-biet-lua-dao",
    }


@pytest.mark.parametrize("file", sorted(REFERENCE.glob("*.toml")), ids=lambda p: p.stem)
def test_what_people_read_is_composed_and_claims_no_proof_of_identity(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", source)
    assert "ngayhoi catalogue check" in source[:400]
    for text in texts(tomllib.loads(source)):
        assert "xác thực" not in text.casefold()


def test_hosts_are_named_as_the_plan_names_them() -> None:
    plan = ROOT.parent / "shared" / "domain" / "ke-hoach.txt"
    if not plan.exists():
        pytest.skip("the customer's plan is not on this machine")
    words = unicodedata.normalize("NFC", plan.read_text(encoding="utf-8"))
    hosts = {s.host for name in builtin_catalogues() for s in catalogue(name).event.stations}
    assert {h for h in hosts if h.removesuffix(" xã") not in words} == set()


# --- what the organiser may change ---


def test_a_copy_says_what_the_built_in_one_says(folder: Folder) -> None:
    assert catalogue(folder.write()) == catalogue("ngay-hoi")


def test_another_day_may_be_given_without_touching_the_file() -> None:
    moved = catalogue("ngay-hoi", date(2025, 10, 10))
    event = catalogue("ngay-hoi").event
    assert moved.event == replace(event, date=date(2025, 10, 10))


def test_the_programme_beside_the_event_wins_over_the_built_in_one(folder: Folder) -> None:
    path = folder.write(programme=changed(PROGRAMME_TEXT, 'name = "Hố Sâu"', 'name = "Hố Sâu Mới"'))
    assert "Hố Sâu Mới" in {h.name for h in catalogue(path).programme.hamlets}


def test_an_event_alone_finds_the_built_in_programme(folder: Folder) -> None:
    path = folder.write()
    folder.programme.unlink()
    assert catalogue(path).programme == catalogue("ngay-hoi").programme


def test_notepads_byte_order_mark_and_line_ends_do_no_harm(folder: Folder) -> None:
    path = folder.write()
    folder.event.write_bytes(b"\xef\xbb\xbf" + EVENT_TEXT.replace("\n", "\r\n").encode())
    assert catalogue(path) == catalogue("ngay-hoi")


def test_decomposed_letters_become_composed(folder: Folder) -> None:
    path = folder.write(event=unicodedata.normalize("NFD", EVENT_TEXT))
    assert catalogue(path) == catalogue("ngay-hoi")


def test_letters_decomposed_by_an_escape_become_composed_too(folder: Folder) -> None:
    path = folder.write(event=changed(EVENT_TEXT, 'host = "Công an xã"', r'host = "Co\u0302ng an xa\u0303"'))
    assert catalogue(path).event.stations[0].host == "Công an xã"


def test_what_a_station_leaves_out_is_taken_from_the_event(folder: Folder) -> None:
    safety = catalogue(folder.write()).event.station("an-toan")
    assert safety
    assert (safety.opens, safety.closes) == (time(7, 30), time(16, 30))
    assert "hoc-sinh" in safety.suits
    assert safety.sessions is None


def test_an_event_may_have_no_stations(folder: Folder) -> None:
    event = EVENT_TEXT[: EVENT_TEXT.index("[[station]]")]
    assert catalogue(folder.write(event=event)).event.stations == ()


def test_two_hamlets_of_different_former_communes_may_bear_one_name(folder: Folder) -> None:
    twin = '[[hamlet]]\ncode = "bui-hui-2"\nname = "Bùi Hui"\nformer_commune = "Ba Khâm"\n\n[[hamlet]]'
    path = folder.write(programme=changed(PROGRAMME_TEXT, "[[hamlet]]", twin))
    assert len(catalogue(path).programme.hamlets) == len(catalogue("ngay-hoi").programme.hamlets) + 1


# --- what mistakes are told ---

EVENT_MISTAKES = [
    ("seats = 3", "seats = 0", 'station "thanh-toan" → seats', "0"),
    ("seats = 3", 'seats = "3"', 'station "thanh-toan" → seats', '"3"'),
    ("seats = 3\n", "", 'station "thanh-toan" → seats', ""),
    ("seats = 3", "seat = 3", 'station "thanh-toan" → seat', '"seat"'),
    ("minutes = 12", "minutes = 0", 'station "vneid" → minutes', "0"),
    ("minutes = 12", "minutes = nan", 'station "vneid" → minutes', "nan"),
    ('code = "vneid"', 'code = "VNeID"', "station[1] → code", '"VNeID"'),
    ('code = "vneid"', 'code = "an-toan"', 'station "an-toan" → code', '"an-toan × 2"'),
    ('code = "vneid"', 'code = "ban-1"', 'station "ban-1" → code', '"ban-1"'),
    ("number = 2\n", "number = 1\n", 'station "dich-vu-cong" → number', "1"),
    ('host = "Công an xã"', f'host = "{"Công an xã " * 5}"', 'station "vneid" → host', '"Công an xã'),
    ('host = "Công an xã"', r'host = "Công an\u001b[2Jxã"', 'station "vneid" → host', r"\x1b"),
    ('host = "Công an xã"', 'host = "Công an xã 🚓"', 'station "vneid" → host', "🚓"),
    ('host = "Công an xã"', 'host = " "', 'station "vneid" → host', '""'),
    ('en = "Cashless payment"', "en = 5", 'station "thanh-toan" → name.en', "5"),
    ('suits = ["cbccvc", "dai-bieu"]', 'suits = ["can-bo"]', 'station "ai-cbccvc" → suits', '"can-bo"'),
    ('suits = ["cbccvc", "dai-bieu"]', "suits = []", 'station "ai-cbccvc" → suits', "[]"),
    ('outcomes = ["so-suc-khoe"]', 'outcomes = ["khoe"]', 'station "suc-khoe" → outcomes', '"khoe"'),
    (
        'outcomes = ["so-suc-khoe"]',
        'outcomes = ["so-suc-khoe", "so-suc-khoe"]',
        'station "suc-khoe" → outcomes',
        "so-suc-khoe",
    ),
    ("closes = 16:00:00", "closes = 08:00:00", 'station "ai-cbccvc" → closes', "08:00:00"),
    ("closes = 16:00:00", "closes = 17:00:00", 'station "ai-cbccvc" → closes', "17:00:00"),
    ("opens = 08:00:00", "opens = 06:00:00", 'station "ai-cbccvc" → opens', "06:00:00"),
    ("period = 40", "period = 25", 'station "ai-cbccvc" → sessions.period', "25"),
    ("first = 08:00:00", "first = 07:45:00", 'station "ai-cbccvc" → sessions.first', "07:45:00"),
    ("first = 08:00:00", "first = 15:31:00", 'station "ai-cbccvc" → sessions.first', "15:31:00"),
    ("first = 08:00:00", 'first = "08:00:00Z"', 'station "ai-cbccvc" → sessions.first', "08:00:00Z"),
    ("closes = 16:30:00", "closes = 07:30:00", "closes", "07:30:00"),
    ("date = 2025-09-26", 'date = "26/9/2025"', "date", '"26/9/2025"'),
    ("date = 2025-09-26", "date = 2025-09-26T08:00:00", "date", "2025-09-26T08:00:00"),
    ("stays = [30, 60, 120, 240]", "stays = [30, 120, 60]", "stays", "[30, 120, 60]"),
    ("stays = [30, 60, 120, 240]", "stays = [30, 30]", "stays", "[30, 30]"),
    ("stays = [30, 60, 120, 240]", "stays = []", "stays", "[]"),
    ("choices = 1", "choices = 2", "passport.choices", "2"),
    ('stations = ["trung-bay"]', 'stations = ["trung"]', 'passport.topic "san-pham-so" → stations', "trung"),
    (
        'stations = ["hoc-truc-tuyen"]',
        'stations = ["vneid"]',
        'passport.topic "tu-hoc" → stations',
        "vneid",
    ),
    (
        'stations = ["hoc-truc-tuyen"]',
        'stations = ["hoc-truc-tuyen", "an-toan"]',
        'passport.topic "tu-hoc" → stations',
        "an-toan",
    ),
    ('groups = ["dai-bieu"]', 'groups = ["khach"]', 'passport.topic "san-pham-so" → groups', "khach"),
    ('code = "tu-hoc"', 'code = "an-toan"', 'passport.topic "an-toan" → code', "an-toan"),
    ("[passport]", "[pasport]", "pasport", "pasport"),
    ('programme = "binh', 'programme = "dan', "programme", "dan-dan-hoc-vu-so"),
    ('programme = "binh-dan-hoc-vu-so"', 'programme = "../x"', "programme", "../x"),
]


@pytest.mark.parametrize(("old", "new", "key", "found"), EVENT_MISTAKES, ids=lambda v: str(v)[:40])
def test_a_mistake_in_an_event_file_is_named(
    folder: Folder, old: str, new: str, key: str, found: str
) -> None:
    told = problems(folder.write(event=changed(EVENT_TEXT, old, new)))
    about = [p for p in told if p.key == key]
    assert about, f"nothing said of {key}: {told}"
    assert found in about[0].found
    assert about[0].file == "ngay-hoi.toml"


PROGRAMME_MISTAKES = [
    ("tag = 1", "tag = 64", "tag", "64"),
    ("tag = 1", "tag = true", "tag", "true"),
    ("guardian_under = 16", "guardian_under = -1", "guardian_under", "-1"),
    ('default_group = "nguoi-dan"', 'default_group = "dan"', "default_group", "dan"),
    ('unknown_hamlet = "chua-ro"', 'unknown_hamlet = "khong"', "unknown_hamlet", "khong"),
    ('roster_consent = "danh-sach"', 'roster_consent = "ds"', "roster_consent", "ds"),
    ('spoken_consent = "tai-ban"', 'spoken_consent = "noi"', "spoken_consent", "noi"),
    ('guardian_consent = "giam-ho"', 'guardian_consent = "ho"', "guardian_consent", "ho"),
    ('guardian_consent = "giam-ho"', 'guardian_consent = "tai-ban"', "guardian_consent", "tai-ban"),
    ('code = "con-doc"', 'code = "bui-hui"', 'hamlet "bui-hui" → code', "bui-hui"),
    ('name = "Con Dóc"', 'name = "bùi hui"', 'hamlet "con-doc" → aliases', "bùi hui"),
    ('aliases = ["HS"', 'aliases = ["sinh viên"', 'group "sinh-vien" → aliases', "Sinh viên"),
    ("from_age = 18", "from_age = 60", "address[2] → from_age", "60"),
    ("from_age = 0", "from_age = 1", "address[4] → from_age", "1"),
    ("covers_children = true", "covers_children = 1", 'consent "danh-sach" → covers_children', "1"),
    ('code = "binh-dan', 'code = "binh', "code", "binh-hoc-vu-so"),
]


@pytest.mark.parametrize(("old", "new", "key", "found"), PROGRAMME_MISTAKES, ids=lambda v: str(v)[:40])
def test_a_mistake_in_the_programme_file_is_named(
    folder: Folder, old: str, new: str, key: str, found: str
) -> None:
    told = problems(folder.write(programme=changed(PROGRAMME_TEXT, old, new)))
    about = [p for p in told if (p.file, p.key) == (f"{PROGRAMME}.toml", key)]
    assert about, f"nothing said of {key}: {told}"
    assert found in about[0].found


def test_an_organiser_reads_what_is_wrong_in_both_languages(folder: Folder) -> None:
    told = problems(folder.write(event=changed(EVENT_TEXT, "seats = 3\n", "seats = 0\n")))
    assert [p.sentence.vi for p in told] == [
        'ngay-hoi.toml: station "thanh-toan" → seats: cần một số nguyên từ 1 đến 500; đang là 0.'
    ]
    assert told[0].sentence.en == (
        'ngay-hoi.toml: station "thanh-toan" → seats: expected a whole number from 1 to 500; found 0.'
    )


def test_what_is_missing_is_called_missing(folder: Folder) -> None:
    (told,) = problems(folder.write(event=changed(EVENT_TEXT, "seats = 3\n", "")))
    assert told.sentence.vi.endswith("; đang thiếu.")
    assert told.sentence.en.endswith("; it is missing.")


def test_mistakes_of_shape_in_both_files_are_told_at_once(folder: Folder) -> None:
    event = changed(changed(EVENT_TEXT, "seats = 3", "seats = 0"), "number = 7", "number = 700")
    path = folder.write(event, changed(PROGRAMME_TEXT, "tag = 1", "tag = 64"))
    assert [p.key for p in problems(path)] == [
        'station "thanh-toan" → seats',
        'station "ai-nguoi-dan" → number',
        "tag",
    ]


def test_disagreements_are_told_at_once(folder: Folder) -> None:
    event = EVENT_TEXT
    for old, new in (
        ("choices = 1", "choices = 9"),
        ("period = 40", "period = 5"),
        ("number = 2\n", "number = 1\n"),
    ):
        event = changed(event, old, new)
    path = folder.write(event, changed(PROGRAMME_TEXT, 'default_group = "nguoi-dan"', 'default_group = "x"'))
    keys = {p.key for p in problems(path)}
    assert keys == {
        "passport.choices",
        'station "ai-cbccvc" → sessions.period',
        'station "vneid" → number',
        'station "dich-vu-cong" → number',
        "default_group",
    }


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("number = 1", "number 1", "TOML"),
        ("opens = 07:30:00", "opens = 7:30", "07:30:00"),
        ("opens = 07:30:00", "opens = 07:30", "07:30:00"),
        ('place = "Nhà văn hóa xã Đặng Thùy Trâm"', "place = “Nhà văn hóa xã”", "dấu nháy thẳng"),
        ("date = 2025-09-26", "date = 2025-02-30", "TOML"),
    ],
)
def test_a_line_that_is_no_toml_is_quoted_with_its_number(
    folder: Folder, old: str, new: str, hint: str
) -> None:
    (told,) = problems(folder.write(event=changed(EVENT_TEXT, old, new)))
    line = EVENT_TEXT[: EVENT_TEXT.index(old)].count("\n") + 1
    assert hint in told.expected.vi
    assert told.expected.vi.endswith(f"ở dòng {line}")
    assert f"line {line}" in told.expected.en
    assert new.split("\n", maxsplit=1)[0] in told.found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (EVENT_TEXT.encode("utf-16"), "UTF-8"),
        (EVENT_TEXT.encode("cp1258", "replace"), "UTF-8"),
        (b"a = " + b"[" * 100_000, "TOML"),
        (b"a = " + b"9" * 10_000, "TOML"),
        (b"a = [", "TOML"),
        (b"#" * 1_000_001, "1000000 byte"),
        (b"PK\x03\x04\xff\x00", "UTF-8"),
    ],
    ids=["utf-16", "windows-1258", "nested", "long-number", "cut", "large", "zip"],
)
def test_a_file_that_is_no_catalogue_is_told_apart(folder: Folder, content: bytes, expected: str) -> None:
    path = folder.write()
    folder.event.write_bytes(content)
    (told,) = problems(path)
    assert (told.file, told.key) == ("ngay-hoi.toml", "")
    assert expected in told.expected.vi


def test_an_empty_file_lacks_everything_that_is_required(folder: Folder) -> None:
    keys = {p.key for p in problems(folder.write(event=""))}
    assert keys == {"programme", "code", "name", "date", "place", "opens", "closes", "stays", "desk"}


def test_a_missing_file_a_folder_and_an_impossible_name_are_told(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none.toml"), str(tmp_path), ".", "", "ngày hội", "a\0b", "x" * 5000):
        (told,) = problems(name)
        assert "ngay-hoi" in told.expected.vi, "the built-in names are offered"
        assert told.sentence.en.isprintable()
    assert problems(str(tmp_path / "none.toml"))[0].sentence.vi.endswith("đang thiếu.")


def test_a_programme_file_is_checked_on_its_own_and_is_no_event(folder: Folder) -> None:
    folder.write(programme=changed(PROGRAMME_TEXT, "tag = 1", "tag = 99"))
    assert [p.key for p in check(str(folder.programme))] == ["tag"]
    assert [p.key for p in problems(str(folder.programme))] == ["programme"]


def test_what_a_file_holds_cannot_alter_the_terminal_it_is_reported_on(folder: Folder) -> None:
    event = changed(EVENT_TEXT, 'code = "ngay-hoi"', '"a\\u001b[31m\\u202e\\n" = 1\ncode = "\\u009b5m"')
    for told in problems(folder.write(event=event)):
        assert told.sentence.vi.isprintable()
        assert told.sentence.en.isprintable()


# --- mistakes nobody thought of ---


def toml(value: Any) -> str:
    """A value as TOML writes it inline."""
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(toml(v) for v in value) + "]"
        case str():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case bool():
            return json.dumps(value)
        case date() | time():
            return value.isoformat()
        case _:
            return repr(value)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a parsed file, with each of its keys or indexes."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(inner):
        yield value, key
        yield from places(item)


plain = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=50)
values = st.recursive(
    st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | plain
    | st.dates(date(1900, 1, 1))
    | st.times()
    | st.datetimes(datetime(1900, 1, 1)),  # noqa: DTZ001 - TOML has times without a zone
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=4,
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    raw = tomllib.loads(text)
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(list(places(raw))))
        other, donor = draw(st.sampled_from(list(places(raw))))
        match draw(st.sampled_from(["delete", "replace", "copy"])):
            case "delete":
                del container[key]
            case "replace":
                container[key] = draw(values)
            case _:
                container[key] = json.loads(json.dumps(other[donor], default=str))
    return "".join(f"{json.dumps(k)} = {toml(v)}\n" for k, v in raw.items())


def reading_stays_civil(event: str, programme: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Folder(Path(place)).write(event, programme)
        read = read_catalogue(path)
    if isinstance(read, Catalogue):
        assert load(dump(read)) == read
        return
    assert read.problems
    for told in read.problems:
        assert told.key, told
        assert told.expected.vi
        assert told.sentence.vi.isprintable()
        assert told.sentence.en.isprintable()


slow = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow
@given(event=mutated(EVENT_TEXT))
def test_any_change_to_an_event_file_is_read_or_explained(event: str) -> None:
    reading_stays_civil(event, PROGRAMME_TEXT)


@slow
@given(programme=mutated(PROGRAMME_TEXT))
def test_any_change_to_a_programme_file_is_read_or_explained(programme: str) -> None:
    reading_stays_civil(EVENT_TEXT, programme)


@settings(max_examples=100)
@given(cut=st.integers(0, len(EVENT_TEXT.encode())), noise=st.binary(max_size=8))
def test_a_damaged_file_is_read_or_explained(cut: int, noise: bytes) -> None:
    damaged = EVENT_TEXT.encode()[:cut] + noise + EVENT_TEXT.encode()[cut:]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "su-kien.toml"
        path.write_bytes(damaged)
        read = read_catalogue(str(path))
    assert isinstance(read, Catalogue) or all(p.sentence.vi.isprintable() for p in read.problems)


# --- kept in the store ---


@pytest.mark.parametrize("name", ["ngay-hoi", "le-phat-dong"])
def test_a_kept_catalogue_reads_back_equal(name: str) -> None:
    both = catalogue(name)
    back = load(dump(both))
    assert back == both
    assert isinstance(back.event.stations[0].suits, frozenset)
    assert back.event.opens_at == both.event.opens_at


def test_equal_catalogues_are_kept_as_equal_texts_in_every_process() -> None:
    code = "from data.catalogue import *; print(ascii(dump(read_catalogue('ngay-hoi'))))"

    def run(seed: str) -> bytes:
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True).stdout

    assert run("1") == run("2")


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"programme": {}, "event": {}}'])
def test_what_dump_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        load(text)


# --- what the documentation says ---

ENGLISH = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
VIETNAMESE = (ROOT / "docs" / "vi" / "danh-muc.md").read_text(encoding="utf-8")
DOCUMENTED = {
    name: {m[1]: m[2] for m in re.finditer(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", section, re.MULTILINE)}
    for name, section in re.findall(
        r"^##+ [^\n]*: `(\w+)`\n(.*?)(?=^##|\Z)", ENGLISH, re.MULTILINE | re.DOTALL
    )
}
TABLES = [
    table
    for table in vars(tables).values()
    if isinstance(table, type)
    and issubclass(table, tables.Table)
    and table.__name__.endswith(("Table", "File"))
    and table is not tables.Table
]


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__)
def test_the_reference_lists_every_key_and_tells_which_are_required(table: type[tables.Table]) -> None:
    fields = msgspec.structs.fields(table)
    documented = DOCUMENTED[table.__name__]
    assert list(documented) == [f.name for f in fields]
    assert {k for k, default in documented.items() if default == "required"} == {
        f.name for f in fields if f.required
    }


def merged(raw: dict[str, Any], snippet: dict[str, Any]) -> str:
    for key, value in snippet.items():
        if isinstance(value, list) and isinstance(value[0], dict):
            codes = {item["code"] for item in value}
            raw[key] = [item for item in raw[key] if item["code"] not in codes] + value
        else:
            raw[key] = value
    return "".join(f"{k} = {toml(v)}\n" for k, v in raw.items())


def test_the_organisers_examples_can_be_pasted_into_the_files(folder: Folder) -> None:
    files = {"event": EVENT_TEXT, "programme": PROGRAMME_TEXT}
    snippets = re.findall(r"```toml (\w+)\n(.*?)```", VIETNAMESE, re.DOTALL)
    assert {kind for kind, _ in snippets} == set(files)
    for kind, snippet in snippets:
        files[kind] = merged(tomllib.loads(files[kind]), tomllib.loads(snippet))
    both = catalogue(folder.write(**files))
    assert both.event.date == date(2025, 10, 10)


def test_the_organisers_example_of_a_mistake_is_what_the_program_says(folder: Folder) -> None:
    (told,) = problems(folder.write(event=changed(EVENT_TEXT, "seats = 3\n", "seats = 0\n")))
    assert told.sentence.vi in VIETNAMESE
