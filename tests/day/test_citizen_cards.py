"""Citizen cards at the door, seen by a camera or typed by a scanner: the right person, or a question."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from tests.day import cards
from tests.day.kit import Machine, Record


@dataclass(frozen=True)
class Holder:
    """Someone with a card; on the list or not."""

    name: str
    birth: str
    sex: str
    serial: int
    listed: bool = True
    unique: bool = True
    """Whether nobody else on the list can be meant by this card."""

    @property
    def written_birth(self) -> str:
        day, month, year = self.birth[:2], self.birth[2:4], self.birth[4:]
        return year if day == "00" else f"{day}/{month}/{year}"


LISTED = (
    Holder("Trương Thị Ngộ", "05031957", "Nữ", 11),
    Holder("Đinh Văn Dũng", "21111988", "Nam", 12),
    Holder("Phạm Văn Brôn", "01011990", "Nam", 13),
    Holder("Nguyễn Thị Quý", "15081975", "Nữ", 14),
    Holder("Phạm Thị Rỉa", "00001949", "Nữ", 15, unique=False),
    Holder("Lê Văn Nam", "03031966", "Nam", 16, unique=False),
    Holder("Lê Văn Nam", "03031966", "Nam", 17, unique=False),
    Holder("Hồ Thị Hòa", "04041980", "Nữ", 18, unique=False),
    Holder("Hồ Thị Hoa", "04041980", "Nữ", 19, unique=False),
    Holder("Đinh Thị Măng", "06061992", "Nữ", 20),
    Holder("Đinh Thị Măng", "07071995", "Nữ", 21),
)
STRANGERS = (
    Holder("Trương Thị Lạ", "12121970", "Nữ", 31, listed=False),
    Holder("Võ Thị Quỳnh", "00001945", "Nữ", 32, listed=False),
    Holder("Đinh Văn Dũng", "30041967", "Nam", 33, listed=False),
    Holder("Bùi Văn Nhúc", "21111988", "Nam", 34, listed=False),
)
LAYOUTS = tuple(itertools.product(("", "212345678"), (False, True)))


def text_of(holder: Holder, *, old: str = "", new_layout: bool = False) -> str:
    return cards.card(
        holder.name, holder.birth, holder.sex, serial=holder.serial, old=old, new_layout=new_layout
    )


@pytest.fixture(scope="module")
def morning(laptop: Machine) -> bytes:
    """A store with everyone listed, whose cards nobody has seen yet."""
    laptop.init()
    laptop.enlist(*((h.name, h.written_birth, h.sex, "Bùi Hui", "Người dân", "") for h in LISTED))
    return laptop.store.read_bytes()


@pytest.fixture
def door(machine: Machine, morning: bytes) -> Machine:
    """A laptop with that store."""
    machine.store.write_bytes(morning)
    return machine


def is_theirs(answer: Record, holder: Holder, years: dict[str, tuple[str, int]]) -> bool:
    return years[answer["person"]] == (holder.name, int(holder.birth[4:]))


def years_of(machine: Machine) -> dict[str, tuple[str, int]]:
    found = machine.done("search", "", "--limit", "1000").records
    return {one["person"]: (one["name"], one["birth_year"]) for one in found}


def right_or_asked(answer: Record, holder: Holder, years: dict[str, tuple[str, int]]) -> bool:
    """Whether an answer is the right person, or a question; for a stranger the question only."""
    if answer["decision"] == "ask":
        return answer["entry"] is None and answer["reason"] in ("ambiguous", "unknown-card")
    return (
        holder.listed and holder.unique and answer["decision"] == "admit" and is_theirs(answer, holder, years)
    )


@pytest.mark.parametrize(("old", "new_layout"), LAYOUTS)
def test_a_photographed_card_brings_in_its_holder_and_nobody_else(
    door: Machine, old: str, new_layout: bool
) -> None:
    years = years_of(door)
    for holder in (LISTED[0], LISTED[5], LISTED[10], STRANGERS[2]):
        payload = text_of(holder, old=old, new_layout=new_layout)
        assert payload.count("|") == (10 if new_layout else 6)
        photo = cards.picture(door.folder / "card.jpg", payload, seed=holder.serial)
        (seen,) = door.done("scan", photo).record["codes"]
        assert (seen["kind"], seen["payload_hex"]) == ("citizen-card", None)
        told = door.checkin("--image", photo)
        assert right_or_asked(told.record, holder, years)
        certain = holder.listed and holder.unique
        assert told.status == (0 if certain else 4)
        assert (told.record["person"] is not None) == certain


def test_what_a_card_says_is_shown_on_request_only(door: Machine) -> None:
    payload = text_of(LISTED[0], new_layout=True)
    photo = cards.picture(door.folder / "card.jpg", payload, seed=1)
    number = payload[:12]
    for command in (
        ("scan", photo),
        ("--json", "scan", photo),
        ("--json", "checkin", "--image", photo, "--at", "8:00"),
    ):
        done = door.run(*command)
        assert number not in done.out + done.err
        assert payload.encode().hex() not in done.out
        assert cards.ADDRESS not in done.out
    (seen,) = door.done("scan", "--raw", photo).record["codes"]
    assert bytes.fromhex(seen["payload_hex"]).decode() == payload


def test_no_card_number_reaches_the_disk(door: Machine) -> None:
    for holder in LISTED[:3]:
        door.checkin("--typed", text_of(holder))
    kept = b"".join(
        file.read_bytes() for file in door.folder.rglob("*") if file.is_file() and ".db" in file.name
    )
    assert kept
    assert not [h for h in LISTED[:3] if text_of(h)[:12].encode() in kept]


@pytest.mark.parametrize("damage", cards.DAMAGES)
def test_a_typed_card_is_the_right_person_or_a_question(door: Machine, damage: str) -> None:
    years = years_of(door)
    for holder in (LISTED[0], STRANGERS[1]):
        told = door.checkin("--typed", cards.DAMAGES[damage](text_of(holder)))
        assert right_or_asked(told.record, holder, years)
        assert told.status == (0 if told.record["decision"] == "admit" else 4)
        assert told.status == 4 or damage != "alt codes"


@pytest.mark.timeout(600)
def test_whatever_the_layout_and_the_damage_nobody_comes_in_as_somebody_else(door: Machine) -> None:
    """Everyone's first scan, in every form, each form on a copy of the day's store."""
    years = years_of(door)
    morning = door.store.read_bytes()
    forms = list(itertools.product(cards.DAMAGES, LAYOUTS))
    for damage, (old, new_layout) in forms:
        copy = door.folder / f"{damage}-{old}-{new_layout}.db"
        copy.write_bytes(morning)
        everyone = (*LISTED, *STRANGERS)
        scans = [cards.DAMAGES[damage](text_of(h, old=old, new_layout=new_layout)) for h in everyone]
        told = door.done(
            *("--store", copy, "checkin", "--batch", "-", "--typed", "--at", "08:00"),
            given="\n".join(scans).encode(),
        ).records
        for holder, answer in zip(everyone, told, strict=True):
            assert right_or_asked(answer, holder, years), (damage, holder, answer)
            for_sure = (
                holder.listed and holder.unique and damage in ("code points", "byte numbers", "mojibake")
            )
            assert not for_sure or answer["decision"] == "admit", (damage, holder)


def test_a_twin_who_is_not_listed_does_not_come_in_as_the_other(machine: Machine) -> None:
    machine.init()
    machine.enlist(("Hồ Thị Hoa", "4/4/1980", "Nữ", "Bùi Hui", "", ""))
    told = machine.checkin(cards.card("Hồ Thị Hòa", "04041980", "Nữ"))
    assert (told.status, told.record["reason"]) == (4, "ambiguous")
    assert [c["name"] for c in told.record["candidates"]] == ["Hồ Thị Hoa"]


def test_namesakes_are_named_with_year_and_hamlet_and_one_is_chosen(door: Machine) -> None:
    card = text_of(LISTED[7])
    asked = door.checkin("--typed", card)
    assert (asked.status, asked.record["reason"]) == (4, "ambiguous")
    names = {(c["name"], c["birth_year"], c["hamlet"]) for c in asked.record["candidates"]}
    assert names == {("Hồ Thị Hòa", 1980, "Bùi Hui"), ("Hồ Thị Hoa", 1980, "Bùi Hui")}
    chosen = next(c["person"] for c in asked.record["candidates"] if c["name"] == "Hồ Thị Hòa")
    assert door.checkin("--person", chosen).record["name"] == "Hồ Thị Hòa"


@pytest.mark.parametrize("birth", ["00001957", "00031957", "1957", "00000000", ""])
def test_a_card_that_leaves_the_birth_open_asks(door: Machine, birth: str) -> None:
    fields = text_of(LISTED[0]).split("|")
    fields[3] = birth
    told = door.checkin("--typed", "|".join(fields))
    assert (told.status, told.record["reason"]) == (4, "ambiguous")
    assert [c["name"] for c in told.record["candidates"]] == ["Trương Thị Ngộ"]


@pytest.mark.parametrize("birth", ["31021957", "32011957", "05-03"])
def test_a_card_with_an_impossible_birth_is_unreadable(door: Machine, birth: str) -> None:
    fields = text_of(LISTED[0]).split("|")
    fields[3] = birth
    told = door.checkin("--typed", "|".join(fields))
    assert told.record["decision"] == "ask"
    assert told.record["reason"] in ("unreadable", "foreign-code")


def test_a_card_whose_number_the_list_gave_is_known_whatever_the_scanner_types(machine: Machine) -> None:
    machine.init()
    holder = LISTED[1]
    number = cards.number(holder.birth, holder.sex, holder.serial)
    machine.enlist(
        (holder.name, "", "", "Bùi Hui", "", number.lstrip("0")), (holder.name, "", "", "Hố Sâu", "", "")
    )
    for damage in cards.DAMAGES.values():
        told = machine.checkin("--typed", damage(text_of(holder, new_layout=True)))
        assert told.record["name"] == holder.name
        assert told.status in (0, 3)
    assert len(machine.entries("--kind", "admitted")) == 1


def test_a_card_once_shown_is_known_on_the_next_scan(door: Machine) -> None:
    plain, damaged = text_of(LISTED[1]), cards.as_alt_codes(text_of(LISTED[1]))
    assert door.checkin(damaged).status == 4
    first = door.checkin(plain)
    assert first.status == 0
    again = door.checkin("--typed", damaged, at="09:00")
    assert (again.status, again.record["person"]) == (3, first.record["person"])
    assert again.record["first"]["at"] == "2025-09-26T08:00:00+07:00"
