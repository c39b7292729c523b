"""simulate --recorded: the people of a past event, out of its log, instead of invented ones."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from checkin.event import Catalogue
from data.recorded import recorded_day
from kiosk.commands.console import Exit, Failure, emit, say
from kiosk.commands.session import named_event, opened
from kiosk.wording import several
from stations.model import Bilingual
from stations.plan import Plan
from stations.rehearsal import Outcome, known, spread
from stations.replay import Measured, Recorded, measure, reality, replay


@dataclass(frozen=True, slots=True)
class Past:
    """A past event, ready to be run again."""

    catalogue: Catalogue
    """As it was."""
    day: Recorded
    measured: Sequence[Measured]
    """By station of that catalogue."""
    usual: str
    """Group of people whose own group the catalogue to rehearse does not have."""

    @property
    def date(self) -> date:
        """Of the event."""
        return self.catalogue.event.date

    def again(self, plan: Plan, seed: int) -> Outcome:
        """Its people under a plan."""
        return replay(plan, self.day, self.measured, self.usual, seed, Random)

    def as_it_was(self, seeds: int) -> list[Outcome]:
        """Its people under its own plan, with each seed."""
        return [self.again(self.day.plan, seed) for seed in range(seeds)]


def past_day(args: Namespace, catalogue: Catalogue) -> Past:
    """The event of the store that --recorded names, for the catalogue to rehearse. Raises Failure."""
    if args.people is not None or args.group or args.ceremony_ends:
        raise Failure("usage", _TOGETHER, Exit.USAGE)
    with opened(args) as store:
        past = named_event(args.recorded, store, "--recorded")
        with store.reading() as log:
            day = recorded_day(log, past)
    if not day.people:
        raise _nobody(past)
    return Past(past, day, measure(day), catalogue.programme.default_group)


def tell_past(args: Namespace, past: Past, again: Sequence[Outcome]) -> None:
    """What the rehearsal rests on, and what it makes of the day as it was beside what the log says of it."""
    if args.json:
        emit(args, _record(past, again))
        return
    lang = args.lang or "vi"
    lines = [_MEASURED, *_lengths(past), _comparison(past, again)]
    say(sys.stdout, args, *(line.told_in(lang) for line in lines))


def _lengths(past: Past) -> Iterator[Bilingual]:
    for station, one in zip(past.catalogue.event.stations, past.measured, strict=True):
        told = _FALLBACK if one.factor is None else Bilingual(_decimal(one.factor), f"{one.factor:.2f}")
        head = f"  {station.number:>2} "
        yield Bilingual(
            f"{head}{station.name.vi:40} {told.vi:>13} ({one.visits} lượt)",
            f"{head}{station.name.en:40} {told.en:>13} ({several(one.visits, 'visit', 'visits')})",
        )


def _comparison(past: Past, again: Sequence[Outcome]) -> Bilingual:
    """One line: what really happened, and in brackets what the rehearsal of the same day gives."""
    real = reality(past.day, past.catalogue.event.passport)
    share = f"{_percent([real.completed])} ({_percent([o.noted.completed for o in again])})"
    visits = f"{real.visits:.0f} ({_middle([o.noted.visits for o in again]):.0f})"
    first = f"{_minutes([real.first])} ({_minutes([o.noted.first for o in again])})"
    return Bilingual(
        f"Thật (chạy thử): đủ hộ chiếu {share}, mỗi người {visits} trạm, lượt đầu sau {first} phút",
        f"Real (rehearsed): passports {share}, stations a person {visits}, minutes to the first {first}",
    )


def _record(past: Past, again: Sequence[Outcome]) -> dict[str, object]:
    real = reality(past.day, past.catalogue.event.passport)
    firsts, done = known(o.noted.first for o in again), known(o.noted.completed for o in again)
    return {
        "recorded": past.catalogue.event.code,
        "people": len(past.day.people),
        "real": {"completed": real.completed, "visits": real.visits, "first": real.first},
        "rehearsed": {
            "completed": spread(done) if done else None,
            "visits": spread([o.noted.visits for o in again]),
            "first": spread(firsts) if firsts else None,
        },
        "lengths": [
            {"station": code, "factor": one.factor, "visits": one.visits}
            for code, one in zip(past.day.plan.codes, past.measured, strict=True)
        ],
    }


def _middle(values: Sequence[float]) -> float:
    return spread(values)[1]


def _minutes(values: Sequence[float | None]) -> str:
    measured = known(values)
    return f"{_middle(measured):.0f}" if measured else "–"


def _percent(values: Sequence[float | None]) -> str:
    measured = known(values)
    return f"{_middle(measured):.0%}" if measured else "–"


def _decimal(value: float) -> str:
    """As Vietnamese writes it."""
    return f"{value:.2f}".replace(".", ",")


def _nobody(past: Catalogue) -> Failure:
    day = f"{past.event.name.vi} ({past.event.date:%d/%m/%Y})"
    english = f"{past.event.name.en} ({past.event.date:%d/%m/%Y})"
    return Failure(
        "no-record",
        Bilingual(
            f"Nhật ký của kho này chưa ghi ai đến {day}. Xin chọn kho khác bằng --store, hoặc sự kiện khác.",
            f"The log of this store has nobody who came to {english}. Choose another store or event.",
        ),
    )


_TOGETHER = Bilingual(
    "--recorded lấy người từ nhật ký, nên không đi cùng --people, --group và --ceremony-ends.",
    "--recorded takes the people from the log; it does not go with --people, --group or --ceremony-ends.",
)
_MEASURED = Bilingual(
    "Một lượt dài gấp mấy lần trong danh mục (trung vị), đo hôm ấy",
    "Length of a visit over the catalogue's (median), measured that day",
)
_FALLBACK = Bilingual("như danh mục", "as catalogue")
