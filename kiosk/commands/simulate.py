"""simulate: an event rehearsed on this machine, so that its organiser sees where it will be tight."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

from checkin.calling import plan_for
from checkin.event import Catalogue
from data.catalogue import CatalogueProblems, read_catalogue
from data.rehearsal_chart import Bar, draw
from kiosk.commands.console import Exit, Failure, emit, say
from kiosk.commands.files import draft_of, must_end
from kiosk.commands.simulate_recorded import Past, past_day, tell_past
from kiosk.wording import several
from stations.event_plan import minute_of
from stations.model import Bilingual, Topic
from stations.plan import Plan
from stations.rehearsal import Change, Expected, Outcome, busiest, changed, heaviest, known, rehearse, spread

_MOST_PEOPLE, _MOST_SEEDS = 20_000, 200
_DIGITS = 6
"""Of a number of people that is read at all."""
_PEOPLE = 300
"""Expected where nobody says how many."""
_OLD = 0.3
"""Share of elders among residents. Believed."""
_BAR = 16
_ENOUGH = 5
"""Rehearsals from which on a range is told."""
_NAMES = {
    Change.NONE: Bilingual("Theo danh mục", "As planned"),
    Change.SEAT: Bilingual("Thêm 1 chỗ ở trạm đông nhất", "One more seat, busiest station"),
    Change.HOUR: Bilingual("Kéo dài thêm 1 giờ", "Another hour"),
    Change.FEWER: Bilingual("Bớt {} chủ đề bắt buộc", "{} fewer"),
}
Outcomes = dict[Change, list[Outcome]]
OneDay = Callable[[Plan, int], Outcome]
"""Lets a day pass under a plan, with a seed."""


def simulate(args: Namespace) -> int:
    """Rehearse an event with the call board, as it is and with each change. Raises Failure."""
    picture = Path(args.png) if args.png else None
    if picture:
        must_end(picture, ".png", "--png")
    catalogue = read_catalogue(args.catalogue)
    if isinstance(catalogue, CatalogueProblems):
        raise Failure("catalogue", catalogue.sentence, Exit.USAGE)
    past = past_day(args, catalogue) if args.recorded is not None else None
    one_day = past.again if past else _invented(args, catalogue)
    if not 1 <= args.seeds <= _MOST_SEEDS or (past and len(past.day.people) > _MOST_PEOPLE):
        raise Failure("numbers", _NUMBERS, Exit.USAGE)
    if not catalogue.event.stations:
        raise Failure("no-stations", _NO_STATIONS, Exit.USAGE)
    plan = plan_for(catalogue)
    if not plan.choices and not any(plan.topics.values()):
        raise Failure("no-passport", _NO_PASSPORT, Exit.USAGE)
    with draft_of(picture) if picture else nullcontext() as draft:
        topics = catalogue.event.passport.topics
        outcomes = _rehearsed(args, plan, topics, one_day)
        dropped = heaviest(plan, outcomes[Change.NONE], topics)
        _tell(args, catalogue, outcomes, dropped, past)
        if past:
            tell_past(
                args, past, outcomes[Change.NONE] if plan == past.day.plan else past.as_it_was(args.seeds)
            )
        if draft:
            _draw(draft, args, catalogue, outcomes, dropped, past)
    return Exit.OK


def _invented(args: Namespace, catalogue: Catalogue) -> OneDay:
    """Days of invented people. Raises Failure."""
    expected = _expected(args, catalogue)
    return lambda plan, seed: rehearse(plan, expected, seed, Random)


def _expected(args: Namespace, catalogue: Catalogue) -> Expected:
    """Who is expected, as it was typed. Raises Failure."""
    people = _people(args, [group.code for group in catalogue.programme.groups])
    if not 1 <= sum(people.values()) <= _MOST_PEOPLE:
        raise Failure("numbers", _NUMBERS, Exit.USAGE)
    event, ends = catalogue.event, args.ceremony_ends
    is_another_day = isinstance(ends, datetime) and ends.date() != event.date
    ceremony = ends.time() if isinstance(ends, datetime) else ends
    if is_another_day or (ceremony is not None and not event.opens <= ceremony <= event.closes):
        raise Failure("ceremony", _CEREMONY, Exit.USAGE)
    return Expected(
        people=people,
        stays=event.stays or (120,),
        opens=minute_of(event.opens),
        closes=minute_of(event.closes),
        elders={catalogue.programme.default_group: _OLD},
        ceremony_ends=minute_of(ceremony) if ceremony is not None else None,
    )


def _people(args: Namespace, groups: Sequence[str]) -> dict[str, int]:
    if not args.group:
        share, more = divmod(_PEOPLE if args.people is None else args.people, len(groups))
        return {group: share + (number < more) for number, group in enumerate(groups)}
    if args.people is not None:
        raise Failure("numbers", _ONE_OF_BOTH, Exit.USAGE)
    people: dict[str, int] = {}
    for text in args.group:
        group, _, number = text.partition("=")
        is_count = number.isascii() and number.isdecimal() and len(number) <= _DIGITS
        if group not in groups or group in people or not is_count:
            listed = ", ".join(groups)
            raise Failure(
                "group",
                Bilingual(
                    f"Xin ghi đối tượng=số người, mỗi đối tượng một lần. Các đối tượng là: {listed}.",
                    f"Write group=people, each group once. The groups are: {listed}.",
                ),
                Exit.USAGE,
            )
        people[group] = int(number)
    return people


def _rehearsed(args: Namespace, plan: Plan, topics: Sequence[Topic], one_day: OneDay) -> Outcomes:
    """Every change with every seed; how far it has come is shown on a terminal."""
    outcomes: Outcomes = {}
    for done, change in enumerate(Change):
        outcomes[change] = []
        for seed in range(args.seeds):
            share = (done * args.seeds + seed) / (len(Change) * args.seeds)
            _progress(args, share)
            outcomes[change].append(one_day(changed(plan, change, outcomes[Change.NONE], topics), seed))
    _progress(args, None)
    return outcomes


def _progress(args: Namespace, share: float | None) -> None:
    if sys.stderr.isatty():
        text = _told(args, Bilingual("Đang chạy thử", "Rehearsing"))
        sys.stderr.write("\r\x1b[K" if share is None else f"\r{text} {share:4.0%}")
        sys.stderr.flush()


def _tell(
    args: Namespace, catalogue: Catalogue, outcomes: Outcomes, dropped: Sequence[Topic], past: Past | None
) -> None:
    if args.json:
        for change, of in outcomes.items():
            code = catalogue.event.stations[busiest(of)].code
            record = {"change": change.value, "people": of[0].people, "seeds": args.seeds, **_record(of)}
            without = {"without": [topic.code for topic in dropped]} if change is Change.FEWER else {}
            emit(args, {**record, "busiest": code, **without})
        return
    told = partial(_told, args)
    title = _title(args, catalogue, outcomes[Change.NONE][0].people, past)
    say(sys.stdout, args, *told(title).splitlines())
    for name, cells in _table(catalogue, outcomes, dropped):
        say(sys.stdout, args, f"  {told(name):22}" + "".join(f"{told(cell):>14}" for cell in cells))
    if dropped:
        say(sys.stdout, args, told(_WITHOUT), *(f"  {told(topic.name)}" for topic in dropped))
    say(sys.stdout, args, told(_USED))
    for index, station in enumerate(catalogue.event.stations):
        used = [outcome.used[index] for outcome in outcomes[Change.NONE]]
        low, middle, high = spread(used)
        share = f"{middle:4.0%}" + (f" ({low:.0%}-{high:.0%})" if len(used) >= _ENOUGH else "")
        bar = "#" * round(_BAR * middle)
        say(sys.stdout, args, f"  {station.number:>2} {told(station.name):40} {bar:{_BAR}}{share}")


def _table(
    catalogue: Catalogue, outcomes: Outcomes, dropped: Sequence[Topic]
) -> Iterator[tuple[Bilingual, Sequence[Bilingual]]]:
    """A row for each figure, its median with its range; a column for each change."""
    stations = catalogue.event.stations
    yield (
        _LEGEND if len(outcomes[Change.NONE]) >= _ENOUGH else _MIDDLE,
        [_counting(_SHORT[change], dropped) for change in outcomes],
    )
    for name, figure, scale, unit in _FIGURES:
        cells = [_range(known(map(figure, of)), scale, unit) for of in outcomes.values()]
        yield name, [Bilingual(cell, cell) for cell in cells]
    busy = [busiest(of) for of in outcomes.values()]
    used = [spread([o.used[s] for o in of])[1] for s, of in zip(busy, outcomes.values(), strict=True)]
    cells = [f"{stations[s].number} ({share:.0%})" for s, share in zip(busy, used, strict=True)]
    yield _BUSIEST, [Bilingual(cell, cell) for cell in cells]


def _title(args: Namespace, catalogue: Catalogue, people: int, past: Past | None) -> Bilingual:
    name, last = catalogue.event.name, args.seeds - 1
    day = f"{past.date:%d/%m/%Y}" if past else ""
    vi, en = (f" của ngày {day}", f" of {day}") if past else ("", "")
    return Bilingual(
        f"{name.vi}\n{people} người{vi}, chạy thử {args.seeds} lần (số khởi đầu 0 đến {last})",
        f"{name.en}\n{several(people, 'person', 'people')}{en}, "
        f"{several(args.seeds, 'rehearsal', 'rehearsals')} (seeds 0 to {last})",
    )


def _record(of: Sequence[Outcome]) -> dict[str, object]:
    return {
        "completed": spread(done) if (done := known(o.completed for o in of)) else None,
        "elders": spread(elders) if (elders := known(o.elders for o in of)) else None,
        "waited": spread([o.waited for o in of]),
        "in_line": spread([o.in_line for o in of]),
        "idle": spread([o.idle for o in of]),
    }


def _told(args: Namespace, text: Bilingual) -> str:
    """For a table or a picture: one language, Vietnamese unless English is asked for."""
    return text.told_in(args.lang or "vi")


def _range(values: Sequence[float], scale: float, unit: str) -> str:
    if not values:
        return "–"
    low, middle, high = (scale * value for value in spread(values))
    between = f" {low:.0f}-{high:.0f}" if len(values) >= _ENOUGH else ""
    return f"{middle:.0f}{unit}{between}"


def _counting(name: Bilingual, dropped: Sequence[Topic]) -> Bilingual:
    """The name of a change, with how many topics one leaves out."""
    n = len(dropped)
    return Bilingual(name.vi.format(n), name.en.format(several(n, "topic", "topics")))


def _draw(
    path: Path,
    args: Namespace,
    catalogue: Catalogue,
    outcomes: Outcomes,
    dropped: Sequence[Topic],
    past: Past | None,
) -> None:
    told = partial(_told, args)
    changes = [
        Bar(told(_counting(_NAMES[c], dropped)), *spread(done))
        for c, of in outcomes.items()
        if (done := known(o.completed for o in of))
    ]
    used = [
        Bar(
            f"{station.number}. {told(station.name)}", *spread([o.used[index] for o in outcomes[Change.NONE]])
        )
        for index, station in enumerate(catalogue.event.stations)
    ]
    title = told(_title(args, catalogue, outcomes[Change.NONE][0].people, past))
    draw(path, title, (told(_COMPLETED), told(_USED)), changes, used)


_FIGURES: tuple[tuple[Bilingual, Callable[[Outcome], float | None], float, str], ...] = (
    (Bilingual("đủ hộ chiếu", "passports completed"), lambda o: o.completed, 100, "%"),
    (Bilingual("  người cao tuổi", "  of elders"), lambda o: o.elders, 100, "%"),
    (Bilingual("chờ, phút", "waited, minutes"), lambda o: o.waited, 1, ""),
    (Bilingual("  xếp hàng, phút (TB)", "  in lines, minutes (mean)"), lambda o: o.in_line, 1, ""),
    (Bilingual("chỗ để trống", "seats idle"), lambda o: o.idle, 100, "%"),
)
_BUSIEST = Bilingual("trạm đông nhất", "busiest station")
_LEGEND = Bilingual("giữa, 10%-90%", "median, 10%-90%")
_MIDDLE = Bilingual("giữa", "median")
_SHORT = {
    Change.NONE: Bilingual("theo danh mục", "as planned"),
    Change.SEAT: Bilingual("thêm 1 chỗ", "one more seat"),
    Change.HOUR: Bilingual("thêm 1 giờ", "another hour"),
    Change.FEWER: Bilingual("bớt {} chủ đề", "{} off"),
}
_COMPLETED = Bilingual("Đủ hộ chiếu trải nghiệm", "Passports completed")
_WITHOUT = Bilingual(
    "Chủ đề thử bớt, vì thiếu chỗ nhất", "The topics left out, as their seats are the scarcest"
)
_USED = Bilingual("Thời gian chỗ ngồi được dùng, từng trạm", "Time of seats that was used, by station")
_NO_STATIONS = Bilingual(
    "Sự kiện này không có trạm nào nên không có gì để tập dượt. Xin thêm mục [[station]] vào tệp sự kiện.",
    "This event has no stations, so there is nothing to rehearse. Add [[station]] entries to its file.",
)
_NO_PASSPORT = Bilingual(
    "Hộ chiếu của sự kiện này không yêu cầu trạm nào nên không có gì để tập dượt. "
    "Xin thêm mục [passport] vào tệp sự kiện.",
    "The passport of this event asks for no visit, so there is nothing to rehearse. "
    "Add a [passport] to its file.",
)
_CEREMONY = Bilingual(
    "Buổi lễ phải kết thúc đúng ngày và trong giờ mở cửa của sự kiện. Xin sửa giờ, hoặc bỏ --ceremony-ends.",
    "A ceremony has to end while the event is open, on its day. Mend the time, or leave out --ceremony-ends.",
)
_ONE_OF_BOTH = Bilingual(
    "Xin ghi --people, hoặc số người của từng đối tượng bằng --group, không ghi cả hai.",
    "Give --people, or how many of each group with --group, not both.",
)
_NUMBERS = Bilingual(
    f"Xin ghi từ 1 đến {_MOST_PEOPLE} người và từ 1 đến {_MOST_SEEDS} lần chạy thử.",
    f"Give 1 to {_MOST_PEOPLE} people and 1 to {_MOST_SEEDS} rehearsals.",
)
