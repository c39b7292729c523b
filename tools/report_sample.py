"""Make the sample report of `docs/samples` again: `python -m tools.report_sample`.

An invented day of 300 people (`tests/day/simulated.py`) and an invented ceremony three days later, with
invented words. Nobody in it exists; the document's zip holds the moment it was made, so that its bytes differ
each time. Where LibreOffice and pdftoppm are installed, the first page and a page with a table are drawn too.
"""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random

from checkin.desk import Desk, receive
from checkin.event import Catalogue
from checkin.local_time import VIETNAM
from checkin.participation import Ability, Draft, Kind
from checkin.undo import undo
from data.catalogue import read_catalogue
from data.reports.counting import figures
from data.reports.document import write_docx
from data.reports.figures import Figures
from data.reports.pdf import convert, find_converter
from data.reports.words import Words, read_words
from tests.builders import DAY
from tests.day.simulated import Grounds, Setting, World

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "samples"
PAGES = {"01": "trang-1", "03": "trang-3"}
"""Pages that are drawn, with their file's name."""
_LEVELS = list(Ability)
_TARGETS = """
[targets]
people = 350
groups = { nguoi-dan = 150, hoc-sinh = 90 }
stations = { vneid = 120, an-toan = 200 }
outcomes = { vneid-muc-2 = 90, nhan-biet-lua-dao = 60 }
"""


def sample() -> Figures:
    """Figures of an invented day, counted from an invented log."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        world = World(Path(folder), Setting(people=300, seed=7, miss=0.05))
        try:
            world.simulation(Grounds(world)).run()
            _answers(world)
            _mishaps(world)
            ceremony = _ceremony(world)
            with world.store.reading() as log:
                held = [with_targets(Path(folder)), ceremony]
                return figures(log, held, datetime(2025, 10, 31, 9, 5, tzinfo=VIETNAM))
        finally:
            world.close()


def with_targets(folder: Path) -> Catalogue:
    """The event with its targets, read from a file that is made in a folder and checked as an organiser's."""
    path = folder / "ngay-hoi.toml"
    written = files("data.reference").joinpath(path.name).read_text(encoding="utf-8")
    path.write_text(written + _TARGETS, encoding="utf-8")
    found = read_catalogue(str(path), on=DAY)
    assert isinstance(found, Catalogue), found  # noqa: S101 - for the type checker, and says what is wrong
    return found


def _ceremony(world: World) -> Catalogue:
    """Six in ten of the same people came to the ceremony on its own date."""
    found = read_catalogue("le-phat-dong")
    assert isinstance(found, Catalogue)  # noqa: S101 - for the type checker
    world.store.put(found)
    chance = Random("ceremony")  # noqa: S311 - repeatable, and nothing secret
    desk = Desk(world.store, found, "ban-1")
    came = sorted((chance.triangular(-20, 60, 5), p.id) for p in world.people if chance.random() < 3 / 5)
    for minute, who in came:
        world.clock.now = found.event.opens_at + timedelta(minutes=minute)
        receive([world.badges[who]], desk, world.clock.now)
    return found


def _answers(world: World) -> None:
    """What people answered before and after their visits at two stations."""
    chance = Random("answers")  # noqa: S311 - repeatable, and nothing secret
    event = world.catalogue.event
    with world.store.writing() as log:
        visits = [e for e in log.told(event.code) if e.draft.kind is Kind.VISIT_IN and e.draft.person]
        for entry in visits:
            if entry.draft.station in {event.stations[0].code, event.stations[2].code}:
                before = chance.choices(range(3), (6, 3, 1))[0]
                after = min(2, before + chance.choices(range(3), (2, 5, 3))[0])
                for kind, level in ((Kind.ABLE_BEFORE, before), (Kind.ABLE_AFTER, after)):
                    log.append(replace(entry.draft, kind=kind, code=_LEVELS[level]))


def _mishaps(world: World) -> None:
    """Badges shown twice, one admission taken back, one list on paper."""
    desk, event = world.desk("ban-1"), world.catalogue.event
    world.clock.now = event.opens_at + timedelta(hours=4)
    for person in world.people[:25]:
        receive([world.badges[person.id]], desk, world.clock.now)
    with world.store.reading() as log:
        admitted = [e.ref for e in log.told(event.code) if e.draft.kind is Kind.ADMITTED]
    for ref in admitted[40:43]:
        undo(ref, "nham-nguoi", desk, world.clock.now)
    with world.store.writing() as log:
        at = event.opens_at + timedelta(hours=1)
        for number in range(9001, 9007):
            log.append(Draft(Kind.ADMITTED, event.code, at, "ban-2", badge=number))


def words() -> Words:
    """What an invented clerk wrote."""
    found = read_words(FOLDER / "bao-cao.toml")
    assert isinstance(found, Words)  # noqa: S101 - for the type checker
    return found


def draw_pages(document: Path) -> None:
    """Draw a few pages of a document, if this machine can."""
    converter, pdftoppm = find_converter(), shutil.which("pdftoppm")
    if converter is None or pdftoppm is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "bao-cao.pdf"
        convert(converter, document, pdf)
        command = [pdftoppm, "-r", "80", "-gray", "-png", str(pdf), str(Path(folder) / "trang")]
        subprocess.run(command, check=True)  # noqa: S603 - pdftoppm, with paths of our own
        for page, name in PAGES.items():
            shutil.copyfile(Path(folder) / f"trang-{page}.png", FOLDER / f"{name}.png")


def main() -> None:
    """Write the document and its pictures."""
    document = FOLDER / "bao-cao.docx"
    write_docx(document, sample(), words())
    draw_pages(document)


if __name__ == "__main__":
    main()
