"""What codes hold: badge codes, names and citizen cards, all of them invented."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from checkin import badge
from checkin.badge import Badge
from checkin.person import Sex
from data.catalogue import read_catalogue
from data.invented import Invented, invented_people

_KEY = b"an invented programme"
_HAMLETS = ("Bùi Hui", "Con Riêng", "Đồng Răm", "Nước Giáp", "Hố Sâu", "Vầy Ốc")
_DISTRICTS = ("Ba Trang, Ba Tơ, Quảng Ngãi", "Ba Khâm, Ba Tơ, Quảng Ngãi", "Xã Đặng Thùy Trâm, Quảng Ngãi")


def badges(count: int, seed: int) -> list[str]:
    """So many different badge codes."""
    counters = Random(seed).sample(range(badge.COUNTERS), count)
    return [badge.encode(Badge(1, 2, counter), _KEY) for counter in counters]


def names(count: int, seed: int) -> list[str]:
    """So many different Vietnamese names: those of the demonstrations, then with a fourth word each."""
    people = _people(4 * count, seed)
    plain = [person.name for person in people]
    longer = [f"{name} {other.rpartition(' ')[2]}" for name, other in zip(plain, plain[::-1], strict=True)]
    return list(dict.fromkeys(plain[: count // 2] + longer))[:count]


def cards(count: int, seed: int) -> list[str]:
    """So many texts of citizen cards, of the layouts of 2021 and of 2024 in turn."""
    chance = Random(seed)
    adults = [person for person in _people(3 * count, seed) if person.card_number]
    return [_card(person, chance, at) for at, person in enumerate(adults[:count])]


def _people(count: int, seed: int) -> list[Invented]:
    catalogue = read_catalogue("ngay-hoi", on=date(2025, 9, 26))
    if not hasattr(catalogue, "programme"):
        raise SystemExit("the built-in event cannot be read")
    return invented_people(count, seed, catalogue.programme)


def _card(person: Invented, chance: Random, at: int) -> str:
    birth = f"{person.birth.day or 0:02}{person.birth.month or 0:02}{person.birth.year}"
    old = f"99{chance.randrange(10_000_000):07}" if chance.random() < 1 / 2 else ""
    place = f"Thôn {chance.choice(_HAMLETS)}, {chance.choice(_DISTRICTS)}"
    issued = date(2021, 2, 1) + timedelta(days=chance.randrange(1_500))
    sex = "Nam" if person.sex is Sex.MALE else "Nữ"
    fields = [person.card_number or "", old, person.name, birth, sex, place, f"{issued:%d%m%Y}"]
    return "|".join(fields + [""] * 4 * (at % 2))
