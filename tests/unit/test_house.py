"""The house itself: what the pages promise exists, and nothing of anyone's machine is left in a file."""

import re
import shutil
import subprocess
import tomllib
import unicodedata
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.machine import unavailable

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MACHINE_PATH = re.compile(r"(?<![\w.~:/-])/(?:work|root|home|Users|tmp)/\w+")
REGISTRY_HOST = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|proxy\.golang|artifactory|--index-url"
)
ALLOWED: dict[str, set[str]] = {
    "tests/unit/test_house.py": {"/home/someone", "pypi.org", "artifactory", "--index-url"},
}
"""Machine paths and hosts that a file may hold, with the file."""


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        unavailable("this is no git checkout")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]  # a checkout may belong to another user
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """Return every tracked text file; a file that is no UTF-8 is a picture or a workbook."""
    found = {}
    for path in tracked():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def traces(text: str) -> set[str]:
    return {match[0] for pattern in (MACHINE_PATH, REGISTRY_HOST) for match in pattern.finditer(text)}


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("page", "told"),
    [("README.md", {"run", "test"}), ("CONTRIBUTING.md", {"setup", "test", "check", "format", "lock"})],
)
def test_every_make_command_of_a_page_exists(page: str, told: set[str]) -> None:
    promised = set(re.findall(r"(?:`|\$ )make ([a-z]+)", (ROOT / page).read_text(encoding="utf-8")))
    assert told <= promised <= makefile_targets()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    left = {name: traces(text) - ALLOWED.get(name, set()) for name, text in texts().items()}
    assert {name: found for name, found in left.items() if found} == {}


def test_a_path_of_a_machine_would_be_seen() -> None:
    assert traces("see /home/someone/x and https://pypi.org/simple") == {"/home/someone", "pypi.org"}
    assert traces("GET /root and docs/home/page and https://a.vn/home/x") == set()


def test_every_vietnamese_text_is_composed() -> None:
    shown = {name: text for name, text in texts().items() if not name.startswith("tests/")}
    decomposed = [name for name, text in shown.items() if not unicodedata.is_normalized("NFC", text)]
    assert decomposed == []


def test_every_package_of_the_contracts_exists() -> None:
    linter = PYPROJECT["tool"]["importlinter"]
    sources = chain.from_iterable(
        contract.get("source_modules", contract.get("layers", [])) for contract in linter["contracts"]
    )
    named = set(sources) | set(linter["root_packages"])
    assert [name for name in named if not ROOT.joinpath(*name.split("."), "__init__.py").is_file()] == []


def test_every_shipped_package_is_under_contract() -> None:
    shipped = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(shipped) == sorted(PYPROJECT["tool"]["importlinter"]["root_packages"])


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_pinned_with_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert [
        entry.splitlines()[0] for entry in entries if not re.search(r"==.*\n.*--hash=sha256:", entry)
    ] == []
    locked = {re.split(r"\[|==", entry)[0] for entry in entries}
    needed = {re.split(r"[<>=\[]", wanted)[0] for wanted in PYPROJECT["project"]["dependencies"]}
    assert needed <= locked


def test_what_runs_is_what_is_tested() -> None:
    run, dev = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")
    )
    pins = re.compile(r"^(\S+==\S+(?: ; [^\\]+)?) ?\\", re.MULTILINE)
    assert set(pins.findall(run)) <= set(pins.findall(dev))
