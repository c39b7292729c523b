"""Catalogue files: what comes with the program, what the organiser may change, what the pages say of them."""

import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import msgspec
import pytest

import data.catalogue_tables as tables
from data.catalogue import (
    builtin_catalogues,
    check,
    dump,
    load,
)
from stations.passport import progress, wanted_stations
from tests.data.catalogue_files import (
    EVENT_TEXT,
    PROGRAMME,
    PROGRAMME_TEXT,
    REFERENCE,
    ROOT,
    Folder,
    catalogue,
    changed,
    problems,
    toml,
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


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


def test_a_station_is_what_its_table_says(folder: Folder) -> None:
    text = changed(EVENT_TEXT, 'place = "Trong hội trường, dãy bên trái"\n', "")
    read = catalogue(folder.write(event=text)).event.stations
    for station, table in zip(read, tomllib.loads(text)["station"], strict=True):
        simple = {key: value for key, value in table.items() if isinstance(value, str | int)}
        assert {key: getattr(station, key) for key in simple} == simple
        assert {"vi": station.name.vi, "en": station.name.en} == table["name"]
        assert station.place == table.get("place", "")
        assert station.suits == set(table["suits"]) if "suits" in table else "hoc-sinh" in station.suits


def test_a_station_may_keep_hours_of_its_own() -> None:
    station = catalogue("ngay-hoi").event.station("ai-cbccvc")
    assert station
    assert (station.opens, station.closes) == (time(8), time(16))


def test_an_event_may_have_no_stations(folder: Folder) -> None:
    event = EVENT_TEXT[: EVENT_TEXT.index("[[station]]")]
    assert catalogue(folder.write(event=event)).event.stations == ()


def test_two_hamlets_of_different_former_communes_may_bear_one_name(folder: Folder) -> None:
    twin = '[[hamlet]]\ncode = "bui-hui-2"\nname = "Bùi Hui"\nformer_commune = "Ba Khâm"\n\n[[hamlet]]'
    path = folder.write(programme=changed(PROGRAMME_TEXT, "[[hamlet]]", twin))
    assert len(catalogue(path).programme.hamlets) == len(catalogue("ngay-hoi").programme.hamlets) + 1


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
DOCUMENTED: dict[str, dict[str, tuple[str, str]]] = {
    name: {
        key: (kind, default)
        for key, kind, default in re.findall(
            r"^\| `(\w+)` \| ([^|]+) \|.*\| ([^|]+) \|$", section, re.MULTILINE
        )
    }
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
    assert {k for k, (_, default) in documented.items() if default == "required"} == {
        f.name for f in fields if f.required
    }


def allowed(values: Sequence[object], kind: object) -> list[bool]:
    """Of each value, whether it may stand where the file wants this type."""

    def fits(value: object) -> bool:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            return False
        return True

    return [fits(value) for value in values]


LENGTHS = {"word": 20, "line": 40, "long line": 80, "prose": 600}


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__)
def test_every_text_and_every_whole_number_is_limited_as_the_reference_says(
    table: type[tables.Table],
) -> None:
    for field in msgspec.structs.fields(table):
        kind = DOCUMENTED[table.__name__][field.name][0]
        if length := LENGTHS.get(kind.removeprefix("{vi, en} ")):
            lines = ["", "ạ", "ạ" * length, "ạ" * (length + 1)]
            given = [{"vi": line, "en": line} for line in lines] if "{" in kind else lines
            assert allowed(given, field.type) == [False, True, True, False], field.name
        elif found := re.fullmatch(r"whole number(?: of minutes)?, (\d+) to (\d+)", kind):
            low, high = map(int, found.groups())
            assert allowed([low - 1, low, high, high + 1], field.type) == [False, True, True, False], (
                field.name
            )


def test_minutes_and_stays_are_limited_as_the_reference_says() -> None:
    assert DOCUMENTED["StationTable"]["minutes"][0] == "number above 0, to 480"
    assert allowed([0, 0.5, 480, 480.5], tables.Minutes) == [False, True, True, False]
    assert DOCUMENTED["EventFile"]["stays"][0] == "list of 1 to 6 whole minutes, 5 to 1440"
    assert allowed([[], [5], [1440], [30] * 6], tables.Stays) == [False, True, True, True]
    assert allowed([[4], [1441], [30] * 7], tables.Stays) == [False] * 3


def test_ages_are_limited_as_the_reference_says() -> None:
    told = "list of 1 to 12 whole numbers, 0 to 120, ascending, the first 0"
    assert DOCUMENTED["ProgrammeFile"]["ages"][0] == told
    assert allowed([[0], [0, 120], [*range(12)]], tables.Ages) == [True] * 3
    assert allowed([[], [0, 121], [*range(13)]], tables.Ages) == [False] * 3


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
