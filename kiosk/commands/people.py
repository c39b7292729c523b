"""search and badges: who is who, and the cards they carry."""

from __future__ import annotations

import sys
from argparse import Namespace
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from checkin import badge as badge_codes
from checkin.event import Programme
from checkin.names import fold
from checkin.registration import badge_code
from data.badging import Holder, Issued, issue_badges
from data.ledger import Store
from kiosk.commands.answers import person_record
from kiosk.commands.console import Exit, Failure, emit, file_edge, say
from kiosk.commands.files import already_there, draft_of, drafts_in, must_end, put_in_place
from kiosk.commands.session import known_code, known_person, named_event, opened
from kiosk.printing.card import CREATOR, BadgeCard, badge_filename
from kiosk.wording import births, several
from stations.model import Bilingual


def search(args: Namespace) -> int:
    """People whose name, year of birth, hamlet or unit begin with the words given."""
    with opened(args) as store:
        catalogue = store.newest
        with store.reading() as log:
            found = log.people.search(args.text, args.limit + 1)
    found, more = found[: args.limit], len(found) > args.limit
    born = births(found, by_hamlet=True)
    for person in found:
        group = catalogue.programme.group_name(person.group)
        record = {
            **person_record(person, catalogue),
            "unit": person.unit,
            "group": group.vi,
        }
        named = group.told_in(args.lang or "vi")
        shown = [person.id, person.name, born[person.id], record["hamlet"], person.unit, named]
        emit(args, record, "  ".join(str(value) for value in shown if value))
    if not found and not args.json:
        emit(args, {}, _NOBODY)
    if more:
        say(sys.stderr, args, _MORE)
    return Exit.OK


def badges(args: Namespace) -> int:
    """Make the badges that are missing, and write or draw what was asked for."""
    if args.show is not None:
        if any((args.pdf, args.png, args.csv, args.unit, args.group)):
            raise Failure("usage", _ONLY_SHOWN, Exit.USAGE)
        return _show(args)
    _check_files(args)
    with opened(args) as store:
        known = store.newest if args.event is None else named_event(args.event, store, "--event")
        programme = known.programme
        known_code("group", args.group, (group.code for group in programme.groups))
        issued = issue_badges(store, unit=args.unit, group=args.group)
        if not issued.holders and (args.unit, args.group, args.pdf) != (None, None, None):
            raise Failure("nobody", _nobody(store))
        cards = badge_cards(issued.holders, programme, store.key)
    files = _written(args, issued, cards, programme)
    for holder, card in zip(issued.holders, cards, strict=True):
        if args.json:
            emit(args, {"person": holder.person.id, "name": card.name, "code": card.code})
    if not args.json:
        emit(args, {}, _summary(issued, files))
    return Exit.OK


def _check_files(args: Namespace) -> None:
    """Let nothing be replaced but badges of before. Raises Failure."""
    for path, suffix, is_ours in ((args.pdf, ".pdf", _is_sheets), (args.csv, ".csv", _is_table)):
        if path is None:
            continue
        must_end(path, suffix, f"--{suffix[1:]}")
        with file_edge(path):
            is_other = path.is_file() and not is_ours(path.read_bytes())
        if is_other:
            raise already_there(path)


def _is_table(content: bytes) -> bool:
    """Whether a file is a table of badges, as it was written."""
    return content.startswith(_TABLE_START)


def _is_sheets(content: bytes) -> bool:
    """Whether a file has sheets of badges, as they were written."""
    return f"/Creator ({CREATOR})".encode() in content


def _written(args: Namespace, issued: Issued, cards: list[BadgeCard], programme: Programme) -> list[Path]:
    files = []
    if args.pdf is not None and cards:
        files.append(_pdf(args.pdf, cards, programme))
    if args.png is not None:
        files.append(_pictures(args.png, issued, cards))
    if args.csv is not None:
        files.append(_table(args.csv, issued, cards, programme))
    return files


def _pdf(path: Path, cards: list[BadgeCard], programme: Programme) -> Path:
    from kiosk.printing.sheet import sheets_pdf

    with draft_of(path) as draft:
        draft.write_bytes(sheets_pdf(cards, programme.name.vi))
    return path


def _pictures(folder: Path, issued: Issued, cards: list[BadgeCard]) -> Path:
    from kiosk.printing.picture import badge_png

    names = [badge_filename(holder.badge.serial, holder.person.name) for holder in issued.holders]
    with file_edge(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with drafts_in(folder) as drafts:
            for name, card in zip(names, cards, strict=True):
                (drafts / name).write_bytes(badge_png(card))
            put_in_place([drafts / name for name in names], folder)
    return folder


def _table(path: Path, issued: Issued, cards: list[BadgeCard], programme: Programme) -> Path:
    from data.exports import Table, write_csv

    columns = tuple((column, 0) for column in _COLUMNS)
    people = [holder.person for holder in issued.holders]
    rows = (
        (one.id, one.name, card.code, str(one.birth or ""), programme.hamlet_name(one.hamlet), one.unit)
        for one, card in zip(people, cards, strict=True)
    )
    with draft_of(path) as draft:
        write_csv(draft, [Table("", columns, rows)])
    return path


def badge_cards(holders: Sequence[Holder], programme: Programme, key: bytes) -> list[BadgeCard]:
    """What badges say; of several that say the same of two people, also when each was born."""
    born = births((holder.person for holder in holders), by_hamlet=True)
    cards = [badge_card(holder, programme, key) for holder in holders]
    alike = Counter(map(_said, cards))
    return [
        replace(card, hamlet=_with_birth(card.hamlet, born[holder.person.id]))
        if alike[_said(card)] > 1
        else card
        for holder, card in zip(holders, cards, strict=True)
    ]


def _said(card: BadgeCard) -> tuple[str, str, str]:
    return fold(card.name), card.group.vi, card.hamlet


def _with_birth(place: str, birth: str) -> str:
    return " · ".join(filter(None, (birth and f"Sinh {birth}", place)))


def badge_card(holder: Holder, programme: Programme, key: bytes) -> BadgeCard:
    """What someone's badge says: their class or office, else their hamlet, under the name."""
    person = holder.person
    return BadgeCard(
        badge_codes.encode(holder.badge, key),
        person.name,
        programme.group_name(person.group),
        programme.name,
        person.unit or programme.known_hamlet(person.hamlet),
    )


def _show(args: Namespace) -> int:
    from kiosk.printing.terminal import ansi, ansi_ascii

    code = badge_codes.normalise(args.show)
    name = ""
    if not badge_codes.looks_like_code(code):
        with opened(args) as store:
            code, name = _code_of(args.show, store)
    draw: Callable[[str], str] = ansi_ascii if args.ascii else ansi
    if not args.json:
        sys.stdout.write(draw(code))
    emit(
        args,
        {"person": args.show if name else None, "name": name or None, "code": code},
        name,
        badge_codes.grouped(code),
    )
    return Exit.OK


def _code_of(person: str, store: Store) -> tuple[str, str]:
    known = known_person(person, store)
    return badge_code(person, store), known.name


def _nobody(store: Store) -> Bilingual:
    """That there is nobody to make badges for, and which classes and offices there are."""
    with store.reading() as log:
        units = [unit for unit, _ in log.people.units()]
    listed = ", ".join(units[:_UNITS_SHOWN]) + (" ..." if len(units) > _UNITS_SHOWN else "")
    return Bilingual(
        f"Không có ai để in thẻ. Các lớp, cơ quan đang có: {listed or 'chưa có'}. "
        "Tìm người bằng lệnh: ngayhoi search TÊN",
        f"There is nobody to make badges for. The classes and offices are: {listed or 'none yet'}. "
        "Look people up with: ngayhoi search NAME",
    )


def _summary(issued: Issued, files: list[Path]) -> Bilingual:
    where = f" → {', '.join(str(file) for file in files)}" if files else ""
    return Bilingual(
        f"{len(issued.holders)} người có thẻ, phát mới {issued.new}{where}",
        f"{several(len(issued.holders), 'badge', 'badges')}, {issued.new} of them new{where}",
    )


_COLUMNS = ("person", "name", "code", "birth", "hamlet", "unit")
_TABLE_START = BOM_UTF8 + b"person,name,code"
_UNITS_SHOWN = 20
"""How many classes and offices a sentence lists."""
_NOBODY = Bilingual("Không tìm thấy ai.", "Nobody was found.")
_MORE = Bilingual(
    "Còn nhiều người nữa. Xin gõ thêm năm sinh hoặc thôn, hoặc thêm --limit 500.",
    "There are more. Please add a year of birth or a hamlet, or --limit 500.",
)


_ONLY_SHOWN = Bilingual(
    "--show chỉ vẽ một thẻ lên màn hình, không dùng cùng --pdf, --png, --csv, --unit, --group.",
    "--show draws one badge on the terminal; it does not go with --pdf, --png, --csv, --unit or --group.",
)
