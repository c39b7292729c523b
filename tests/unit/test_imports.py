"""The direction of imports, proved by importing: what each part really pulls in, in a fresh interpreter."""

import ast
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCREENS = {"textual", "rich"}
STORES = {
    "sqlalchemy",
    "alembic",
    "psycopg",
    "sqlite3",
    "openpyxl",
    "xlsxwriter",
    "docx",
    "matplotlib",
    "msgspec",
}
DEVICES = {"cv2", "pyzbar", "zxingcpp", "numpy", "PIL", "qrcode", "reportlab", "serial"}
HEAVY = SCREENS | DEVICES | (STORES - {"msgspec", "sqlite3"})
CLOCK_AND_CHANCE = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "uuid.uuid1",
    "uuid.uuid4",
}
OUTSIDE = {"open", "print", "input"}


def modules(package: str) -> Iterator[str]:
    """Name a package and everything below it, without importing anything."""
    yield package
    folder = ROOT.joinpath(*package.split("."))
    for _, name, is_package in pkgutil.iter_modules([str(folder)]):
        inner = f"{package}.{name}"
        yield from modules(inner) if is_package else [inner]


def printed_by(source: str, *arguments: str) -> set[str]:
    """The words that a source text prints in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def loaded_by(*names: str) -> set[str]:
    """Import modules in a fresh interpreter and return the top-level names that stand in `sys.modules` after."""
    source = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    return printed_by(source + "print(*{name.partition('.')[0] for name in sys.modules})", *names)


def worldly(source: str) -> list[str]:
    """Return the calls in a source text that read a clock, chance, the local time zone or the outside."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {ast.unparse(call.func) for call in calls} & (CLOCK_AND_CHANCE | OUTSIDE)
    local = {ast.unparse(call) for call in calls if not call.args and not call.keywords}
    return sorted(names | {call for call in local if call.endswith(".astimezone()")})


@pytest.mark.parametrize("package", ["stations", "checkin"])
def test_the_rules_load_no_screen_store_or_device(package: str) -> None:
    loaded = loaded_by(*modules(package))
    assert package in loaded
    assert not loaded & (SCREENS | STORES | DEVICES | {"kiosk", "data"})


@pytest.mark.parametrize("package", ["stations", "checkin"])
def test_the_rules_take_time_and_chance_as_arguments(package: str) -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / package).rglob("*.py")}
    assert sources
    assert {name: worldly(text) for name, text in sources.items() if worldly(text)} == {}


def test_a_clock_in_the_rules_would_be_seen() -> None:
    source = "def f(t): return datetime.now(UTC), t.astimezone(), t.astimezone(UTC), open(t.name)"
    assert worldly(source) == ["datetime.now", "open", "t.astimezone()"]


def test_stations_know_nothing_of_badges_and_people() -> None:
    assert "checkin" not in loaded_by(*modules("stations"))


def test_data_loads_no_screen_and_no_device() -> None:
    migrations = "data.migrations."  # run by Alembic, inside a database
    loaded = loaded_by(*(name for name in modules("data") if not name.startswith(migrations)))
    assert not loaded & (SCREENS | {"cv2", "pyzbar", "zxingcpp", "qrcode", "reportlab", "serial", "kiosk"})


def test_codes_are_read_without_a_screen() -> None:
    assert not loaded_by(*modules("kiosk.capture")) & (SCREENS | STORES)


def test_the_command_answers_before_anything_heavy_is_loaded() -> None:
    assert not loaded_by("kiosk.cli") & HEAVY


def test_every_command_loads_whichever_was_typed() -> None:
    """What one command loads may hide what another forgot, or that two of them wait for each other."""
    source = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for ours in [n for n in sys.modules if n.partition('.')[0] in ('kiosk', 'data', 'checkin', 'stations')]:\n"
        "        del sys.modules[ours]\n"
        "    importlib.import_module(name)\n"
    )
    names = list(modules("kiosk.commands"))
    command = [sys.executable, "-c", source, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(names) > 20


def test_a_screen_in_the_rules_would_be_seen() -> None:
    assert "textual" in loaded_by("textual.events")


def test_a_helper_process_that_imports_the_program_starts_nothing() -> None:
    assert import_module("kiosk.__main__").__name__ == "kiosk.__main__"


def test_the_first_screen_comes_without_what_receives_people() -> None:
    source = (
        "import sys\n"
        "from textual.app import App\n"
        "from kiosk.cli import parser\n"
        "from kiosk.commands import faces\n"
        "def run(app):\n"
        "    print(*sys.modules)\n"
        "    sys.exit()\n"
        "App.run = run\n"
        "faces._run(parser().parse_args(['kiosk']), None, None)\n"
    )
    loaded = printed_by(source)
    assert "kiosk.screens.welcome" in loaded
    assert not {name.partition(".")[0] for name in loaded} & (STORES | DEVICES)
    assert not loaded & {
        "checkin.desk",
        "checkin.identity",
        "kiosk.capture.sources",
        "kiosk.screens.reception",
    }
