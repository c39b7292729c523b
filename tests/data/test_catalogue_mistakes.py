"""Mistakes in catalogue files: each is named, so that the organiser can put it right; none is raised."""

import json
import re
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.event import Catalogue
from data.catalogue import (
    check,
    dump,
    load,
    read_catalogue,
)
from tests.data.catalogue_files import (
    EVENT_TEXT,
    PROGRAMME,
    PROGRAMME_TEXT,
    Folder,
    changed,
    problems,
    toml,
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


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
    ("date = 2025-09-26", "date = 2205-09-26", "date", "2205-09-26"),
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


@pytest.mark.parametrize("code", ["so-suc-khoe", "khong-co"])
def test_a_target_of_what_no_station_can_tick_is_named(folder: Folder, code: str) -> None:
    """The report would have no row for it, and drop it in silence."""
    event = changed(EVENT_TEXT, 'outcomes = ["so-suc-khoe"]\n', "")
    aimed = f"{event}\n[targets]\noutcomes = {{ vneid-muc-2 = 9, {code} = 5 }}\n"
    (told,) = problems(folder.write(event=aimed))
    assert (told.key, told.found) == ("targets.outcomes", f'"{code}"')


PROGRAMME_MISTAKES = [
    ("tag = 1", "tag = 64", "tag", "64"),
    ("tag = 1", "tag = true", "tag", "true"),
    ("guardian_under = 16", "guardian_under = -1", "guardian_under", "-1"),
    ('default_group = "nguoi-dan"', 'default_group = "dan"', "default_group", "dan"),
    ('code = "hoc-sinh"', 'code = "chua-ro"', 'group "chua-ro" → code', "chua-ro"),
    ('unknown_hamlet = "chua-ro"', 'unknown_hamlet = "khong"', "unknown_hamlet", "khong"),
    ('roster_consent = "danh-sach"', 'roster_consent = "ds"', "roster_consent", "ds"),
    ('spoken_consent = "tai-ban"', 'spoken_consent = "noi"', "spoken_consent", "noi"),
    ('guardian_consent = "giam-ho"', 'guardian_consent = "ho"', "guardian_consent", "ho"),
    ('guardian_consent = "giam-ho"', 'guardian_consent = "tai-ban"', "guardian_consent", "tai-ban"),
    ('code = "con-doc"', 'code = "bui-hui"', 'hamlet "bui-hui" → code', "bui-hui"),
    ('name = "Con Dóc"', 'name = "bùi hui"', 'hamlet "con-doc" → aliases', "bùi hui"),
    ('aliases = ["HS"', 'aliases = ["sinh viên"', 'group "sinh-vien" → aliases', "Sinh viên"),
    ('name = "Con Dóc"', 'name = "Con rieng"', 'hamlet "con-doc" → aliases', "Con rieng"),
    ('aliases = ["HS"', 'aliases = ["-"', 'group "hoc-sinh" → aliases', "-"),
    ("from_age = 18", "from_age = 60", "address[2] → from_age", "60"),
    ("from_age = 0", "from_age = 1", "address[4] → from_age", "1"),
    ("tag = 1", "tag = 1\nages = [0, 60, 16]", "ages", "[0, 60, 16]"),
    ("tag = 1", "tag = 1\nages = [16, 60]", "ages", "[16, 60]"),
    ("tag = 1", f"tag = 0x{'f' * 5000}", "tag", "9…"),
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
        ("number = 1", "number = 01", "không có số 0 ở đầu, ví dụ 1"),
        ("opens = 07:30:00", "opens = 7:30", "07:30:00"),
        ("opens = 07:30:00", "opens = 07:30", "07:30:00"),
        ("opens = 07:30:00", "opens = 7h30", "07:30:00"),
        ("opens = 07:30:00", "opens = 07h30 # sáng", "07:30:00"),
        ("opens = 07:30:00", "opens = 7h", "07:30:00"),
        ("opens = 07:30:00", "opens = 7:30:00", "07:30:00"),
        ("minutes = 12", "minutes = 12,5", "số lẻ viết bằng dấu chấm, ví dụ 12.5"),
        ("minutes = 12", "minutes = 0,5", "ví dụ 0.5"),
        ("date = 2025-09-26", "date = 2025-02-31", "không có ngày 31/02/2025"),
        ("date = 2025-09-26", "date = 2025-13-01", "không có ngày 01/13/2025"),
        ("date = 2025-09-26", "date = 2025-9-26", "năm-tháng-ngày"),
        ('place = "Nhà văn hóa xã Đặng Thùy Trâm"', "place = “Nhà văn hóa xã”", "dấu nháy thẳng"),
        ("date = 2025-09-26", "date = 2025-02-30", "TOML"),
        ("date = 2025-09-26", "date = 26-09-2025", "năm-tháng-ngày"),
        ("date = 2025-09-26", "date = 26/9/2025", "năm-tháng-ngày"),
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


@pytest.mark.parametrize("sign", ["\u2028", "\x85"])
def test_a_sign_that_breaks_no_line_of_toml_moves_no_line(folder: Folder, sign: str) -> None:
    """A word processor leaves such signs in a text that was copied out of it."""
    event = changed(EVENT_TEXT, "opens = 07:30:00", "opens = 7h30")
    (told,) = problems(folder.write(event=f"# Ngày hội{sign}của xã\n{event}"))
    assert "07:30:00" in told.expected.vi
    assert told.found == '"opens = 7h30"'


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


def test_an_event_with_an_empty_list_of_desks_lacks_one(folder: Folder) -> None:
    without = re.sub(r"\[\[desk\]\].*?(?=\n\[)", "", EVENT_TEXT, flags=re.DOTALL)
    (told,) = problems(folder.write(event=changed(without, "place =", "desk = []\nplace =")))
    assert (told.key, told.found) == ("desk", "[]")
    assert "[[desk]]" in told.expected.vi


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
