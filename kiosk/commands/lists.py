"""roster import: people from a spreadsheet."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import groupby

from checkin.event import Catalogue
from checkin.local_time import LONG_BEFORE, local_day
from checkin.person import Person
from data.importing import ImportPlan, covered, import_roster, plan_import
from data.ledger import Store
from data.roster import (
    Column,
    Meaning,
    Reading,
    RosterPerson,
    RosterProblem,
    RosterWarning,
    RowPlace,
    read_roster,
)
from data.roster.sentences import LEFT_OUT
from kiosk.commands.answers import person_record
from kiosk.commands.console import Exit, Failure, both, emit, file_edge
from kiosk.commands.session import desk_code, event_of, known_code, moment_so_far, opened
from kiosk.wording import capitalised, joined, several
from stations.model import Bilingual

_SHOWN = 20
"""How many rows, or runs of rows, of one kind are listed for reading; --json lists all."""
_FIRST = 2
"""How many people are shown as they were read, besides the last one: below a list stands what is nobody."""


def import_list(args: Namespace) -> int:
    """Import a roster, all or nothing; with --dry-run only say how it was understood."""
    with opened(args) as store:
        catalogue = event_of(args, store)
        now = moment_so_far(args, store, catalogue) or store.clock()
        consent = _consent(args, catalogue)
        today = local_day(now)
        day = catalogue.event.date if catalogue.event.date - today > LONG_BEFORE else today
        with file_edge(args.file):
            read = read_roster(args.file, catalogue.programme, day)
        if isinstance(read, RosterProblem):
            raise Failure(f"roster-{read.obstacle}", read.sentence)
        reading = covered(read, consent, catalogue.programme, day)
        is_meant = not args.dry_run and (reading.is_whole or args.skip_refused)
        if is_meant:
            desk, doubles = desk_code(None, catalogue), args.allow_doubles
            plan = import_roster(store, reading, consent, catalogue, desk, now, allow_doubles=doubles)
        else:
            plan = _only_plan(store, reading, catalogue)
        imports = is_meant and plan.may_be_kept(allow_doubles=args.allow_doubles)
    emit(
        args,
        _record(args, plan, catalogue, imports=imports),
        *_preview(args, plan, catalogue, imports=imports),
    )
    return Exit.OK if imports or args.dry_run else Exit.FAILED


def _only_plan(store: Store, reading: Reading, catalogue: Catalogue) -> ImportPlan:
    with store.reading() as log:
        return plan_import(reading, log, store.key, catalogue.programme)


def _consent(args: Namespace, catalogue: Catalogue) -> str:
    programme = catalogue.programme
    code: str = args.consent_basis or programme.roster_consent
    known_code("consent", code, (basis.code for basis in programme.consents))
    return code


def _record(args: Namespace, plan: ImportPlan, catalogue: Catalogue, *, imports: bool) -> dict[str, object]:
    reading = plan.reading
    return {
        "file": str(args.file),
        "people": len(reading.people),
        "new": len(plan.newcomers),
        "known": plan.known,
        "left_out": _left_out(reading),
        "imported": len(plan.newcomers) if imports else 0,
        "dry_run": args.dry_run,
        "columns": [
            {
                "sheet": c.sheet,
                "letter": c.letter,
                "header": c.header,
                "meaning": c.meaning.value,
                "filled": c.filled,
            }
            for c in reading.columns
        ],
        "sample": [_one(person, catalogue) for person in _sample(reading)],
        "refused": [{**_place(row.place), **both(row.reason)} for row in reading.refused],
        "warnings": [
            {"rows": [_place(place) for place in warning.places], **both(warning.text)}
            for warning in _warnings(plan)
        ],
        "skipped": [{"sheet": sheet.name, **both(sheet.reason)} for sheet in reading.skipped],
        "duplicates": [[_one(person, catalogue) for person in group] for group in plan.duplicates],
        **both(_outcome(args, plan, imports=imports)),
    }


def _warnings(plan: ImportPlan) -> tuple[RosterWarning, ...]:
    """What the clerk should look over, and what of the list changes nothing."""
    rows = plan.unheeded
    if not rows:
        return plan.reading.warnings
    text = Bilingual(
        f"{len(rows)} người đã có (muốn sửa: people correct); thông tin mới không thay thế thông tin cũ",
        f"{len(rows)} known already (to correct: people correct); the new details do not replace the old",
    )
    return (*plan.reading.warnings, RosterWarning(text, tuple(row.place for row in rows)))


def _left_out(reading: Reading) -> int:
    """How many rows were taken for nobody's, though a name stands in them or seems to."""
    return sum(len(warning.places) for warning in reading.warnings if warning.text in LEFT_OUT)


def _place(place: RowPlace) -> dict[str, object]:
    return {"sheet": place.sheet, "row": place.row}


def _one(person: RosterPerson | Person, catalogue: Catalogue) -> dict[str, object]:
    if isinstance(person, Person):
        return {**person_record(person, catalogue), "sheet": None, "row": None}
    return {
        "person": None,
        "name": person.name,
        "birth_year": person.birth.year if person.birth else None,
        "hamlet": catalogue.programme.hamlet_name(person.hamlet),
        **_place(person.place),
    }


def _preview(
    args: Namespace, plan: ImportPlan, catalogue: Catalogue, *, imports: bool
) -> Iterator[str | Bilingual]:
    reading = plan.reading
    yield from _shown_columns(reading.columns)
    if sample := _sample(reading):
        read = [_described(person, catalogue) for person in sample]
        yield Bilingual(
            f"Đọc ra, ví dụ: {'; '.join(one.vi for one in read)}",
            f"Read, for example: {'; '.join(one.en for one in read)}",
        )
    for sheet in reading.skipped:
        yield _at(_part(sheet.name, "", ""), sheet.reason)
    for warning in _warnings(plan):
        rows = _rows(warning.places, _SHOWN)
        yield Bilingual(f"{warning.text.vi} [{rows.vi}]", f"{warning.text.en} [{rows.en}]")
    reasons: dict[Bilingual, list[RowPlace]] = {}
    for refused in reading.refused:
        reasons.setdefault(refused.reason, []).append(refused.place)
    for reason, places in reasons.items():
        yield _at(_rows(places), reason)
    yield from _shown_duplicates(plan, catalogue)
    yield _outcome(args, plan, imports=imports)


def _sample(reading: Reading) -> tuple[RosterPerson, ...]:
    people = tuple(reading.people)
    return (*people[:_FIRST], *people[_FIRST:][-1:])


def _shown_columns(columns: Iterable[Column]) -> Iterator[Bilingual]:
    """How the columns were understood: of sheets of one form together, what was not understood last."""
    alike: dict[tuple[str, str, Meaning], list[Column]] = {}
    for column in columns:
        alike.setdefault((column.letter, column.header, column.meaning), []).append(column)
    for (letter, header, meaning), same in sorted(
        alike.items(), key=lambda item: item[0][2] is Meaning.UNKNOWN
    ):
        filled, more = sum(column.filled for column in same), len(same) - 1
        vi = f"cột {letter} “{header}” ({filled} ô có chữ)"
        en = f"column {letter} “{header}” ({filled} filled)"
        yield _at(_part(same[0].sheet, vi, en, more), meaning.label)


def _shown_duplicates(plan: ImportPlan, catalogue: Catalogue) -> Iterator[Bilingual]:
    for group in plan.duplicates[:_SHOWN]:
        listed = [_described(person, catalogue) for person in group]
        yield Bilingual(
            f"Có thể trùng: {'; '.join(one.vi for one in listed)}",
            f"May be one person: {'; '.join(one.en for one in listed)}",
        )
    more = len(plan.duplicates) - _SHOWN
    if more > 0:
        yield Bilingual(
            f"... và {more} nhóm có thể trùng nữa.", f"... and {several(more, 'more group', 'more groups')}."
        )


def _described(person: RosterPerson | Person, catalogue: Catalogue) -> Bilingual:
    one = _one(person, catalogue)
    where = Bilingual(person.id, person.id) if isinstance(person, Person) else _rows([person.place])
    who = f"{one['name']} ({one['birth_year'] or '?'}, {one['hamlet']})"
    return Bilingual(f"{who} [{where.vi}]", f"{who} [{where.en}]")


def _at(place: Bilingual, said: Bilingual) -> Bilingual:
    return Bilingual(f"{capitalised(place.vi)}: {said.vi}", f"{capitalised(place.en)}: {said.en}")


def _rows(places: Iterable[RowPlace], most: int | None = None) -> Bilingual:
    """Where these rows stand in the file, sheet by sheet, and how many there are after the first so many."""
    runs = _runs(places)
    parts = [
        _part(sheet, f"dòng {numbers}", f"{'rows' if len(same) > 1 or same[0][1:] else 'row'} {numbers}")
        for sheet, found in groupby(runs[:most], lambda run: run[0].sheet)
        for same in [list(found)]
        for numbers in [", ".join(map(_span, same))]
    ]
    left = 0 if most is None else sum(map(len, runs[most:]))
    more = Bilingual(f" và {left} dòng nữa", f" and {left} more") if left else Bilingual("", "")
    return Bilingual(
        "; ".join(part.vi for part in parts) + more.vi, "; ".join(part.en for part in parts) + more.en
    )


def _runs(places: Iterable[RowPlace]) -> list[list[RowPlace]]:
    """Rows that stand one right below the other, together."""
    runs: list[list[RowPlace]] = []
    for place in places:
        if runs and runs[-1][-1] == RowPlace(place.sheet, place.row - 1):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _span(run: list[RowPlace]) -> str:
    return f"{run[0].row}–{run[-1].row}" if run[1:] else str(run[0].row)


def _part(sheet: str, vi: str, en: str, more: int = 0) -> Bilingual:
    """A part of a sheet, of it and some more, or of a text file, which has none."""
    others = Bilingual(f" và {more} trang nữa", f" and {more} more") if more else Bilingual("", "")
    return Bilingual(
        ", ".join(filter(None, (sheet and f"trang “{sheet}”{others.vi}", vi))),
        ", ".join(filter(None, (sheet and f"sheet “{sheet}”{others.en}", en))),
    )


def _outcome(args: Namespace, plan: ImportPlan, *, imports: bool) -> Bilingual:
    new, known, refused = len(plan.newcomers), plan.known, len(plan.reading.refused)
    vi = f"{new} người mới, {known} người đã có, {refused} dòng không nhận được"
    en = f"{new} new, {known} known already, {several(refused, 'row', 'rows')} refused"
    if left_out := _left_out(plan.reading):
        vi, en = f"{vi}, {left_out} dòng bỏ qua", f"{en}, {several(left_out, 'row', 'rows')} left out"
    may_be_one = bool(plan.duplicates) and not args.allow_doubles
    if imports:
        told = [_KEPT_TWICE] if may_be_one else []
        return joined(Bilingual(f"Đã nhập: {vi}.", f"Imported: {en}."), *told)
    told = [_REFUSED] if refused and not args.skip_refused else []
    told += [_hidden(plan)] if plan.hidden else []
    if not args.allow_doubles:
        told += [_comes_again(plan)] if plan.comes_again else []
        told += [_repeats(plan)] if plan.repeats else []
    told += [_LISTED_TWICE] if may_be_one and not plan.is_doubtful else []
    if args.dry_run:
        return joined(
            Bilingual(f"Xem trước, chưa ghi gì: {vi}.", f"A preview, nothing was written: {en}."), *told
        )
    return joined(Bilingual(f"Chưa nhập ai: {vi}.", f"Nobody was imported: {en}."), *told)


_REFUSED = Bilingual(
    "Sửa các dòng không nhận được, hoặc nhập phần còn lại bằng --skip-refused.",
    "Mend the rows refused, or import the rest with --skip-refused.",
)


_KEPT_TWICE = Bilingual(
    "Nếu “Có thể trùng” đúng là một người thì xin xóa một mã, giữ mã đã in thẻ: ngayhoi search HỌ-TÊN, rồi "
    "ngayhoi people forget MÃ-NGƯỜI.",
    "Where “May be one person” is one, forget one id and keep the one with a badge: ngayhoi search NAME, "
    "then ngayhoi people forget ID.",
)
_LISTED_TWICE = Bilingual(
    "Nếu “Có thể trùng” đúng là một người thì xin xóa dòng thừa khỏi tệp trước khi nhập.",
    "Where “May be one person” is one, delete the row too many from the file before it is imported.",
)


def _hidden(plan: ImportPlan) -> Bilingual:
    return Bilingual(
        f"{plan.hidden} người mới ở dòng đang bị ẩn hoặc bị lọc: xin hiện hoặc xóa các dòng ấy rồi nhập lại.",
        f"{plan.hidden} of the new stand in hidden rows: please show or delete these and try again.",
    )


def _comes_again(plan: ImportPlan) -> Bilingual:
    return Bilingual(
        f"{plan.doubled} người mới có vẻ đã có trong kho, xem các dòng “Có thể trùng”. Ai đã có thì đừng "
        "nhập nữa: cần sửa thì dùng lệnh people correct, rồi xóa dòng của người ấy khỏi tệp và nhập phần còn "
        "lại. Đúng là người khác thì thêm --allow-doubles.",
        f"{plan.doubled} of the new seem to be known, see “May be one person”. Whoever is known is not to be "
        "imported again: mend them with people correct, delete their row from the file and import the rest. "
        "If they are others, add --allow-doubles.",
    )


def _repeats(plan: ImportPlan) -> Bilingual:
    n = plan.repeated
    return Bilingual(
        f"{n} người có vẻ ghi ở hai trang của tệp, xem các dòng “Có thể trùng”. Xin ẩn trang ghi lại (như "
        "trang tổng hợp) rồi lưu tệp và nhập lại: trang ẩn không được đọc. Đúng là người khác thì thêm "
        "--allow-doubles.",
        f"{n} seem to stand on two sheets of the file, see “May be one person”. Hide the sheet that repeats "
        "others, save the file and import it again: hidden sheets are not read. If they are others, add "
        "--allow-doubles.",
    )
