"""Setting the machine up: what a person is told when it cannot be done, and how little is done twice."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tools import setup

SCRIPT = setup.ROOT / "tools" / "setup.py"


def start(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a fresh interpreter with nothing of this shell's pip settings and no network but a closed port."""
    bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        env=bare | closed | {"PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that an environment depends on."""
    for name in ("pyproject.toml", *setup.LOCKS.values()):
        shutil.copy(setup.ROOT / name, tmp_path)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtual environment with nothing in it, not even pip, nor on the path that whoever tests has set."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    venv.create(tmp_path / "bare", with_pip=False)
    return tmp_path / "bare"


def test_an_old_python_is_told_so_in_a_sentence() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0); runpy.run_path(sys.argv[1])"
    done = start("-c", pretend, str(SCRIPT))
    assert done.returncode == 1
    assert "Python 3.8; ngayhoi cần Python 3.11 trở lên" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_can_read_the_script_at_all() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_python_of_microsoft_store_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    store = (
        r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64__qbz5n2kfra8p0"
    )
    pretend = (
        f"import runpy, sys; sys.base_prefix = {store!r}; "
        f"sys.argv = ['setup.py']; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    done = start("-c", pretend, VENV=str(tmp_path / "new"))
    assert done.returncode == 1
    assert "python.org" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "danh sách.xlsx").write_text("mine")
    done = start(str(SCRIPT), VENV=str(tmp_path))
    assert done.returncode == 1
    assert "choose another folder" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["danh sách.xlsx"]


def test_without_a_network_it_says_so_and_can_be_tried_again(tmp_path: Path) -> None:
    done = start(str(SCRIPT), "run", VENV=str(tmp_path / "new"))
    assert done.returncode == 1
    assert "Không có mạng" in done.stdout
    assert "No network" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not setup.is_stamped(tmp_path / "new", "run", setup.fingerprint(setup.LOCKS["run"]))


def test_a_missing_build_is_not_blamed_on_the_network() -> None:
    printed = "ERROR: No matching distribution found for numpy==2.4.6"
    sentence = setup.explain(subprocess.CompletedProcess([], 1, "", printed))
    assert "64-bit Python 3.11" in sentence
    assert printed in sentence


def test_any_other_failure_shows_the_end_of_what_pip_said() -> None:
    printed = "\n".join(f"line {number}" for number in range(40))
    sentence = setup.explain(subprocess.CompletedProcess([], 1, printed, ""))
    assert "line 39" in sentence
    assert "line 0\n" not in sentence


def test_an_environment_that_does_not_find_the_program_is_not_ready(bare: Path) -> None:
    with pytest.raises(setup.SetupError) as refused:
        setup.require_program(bare)
    assert "đường dẫn có dấu tiếng Việt" in str(refused.value)
    assert "Vietnamese letters of the path" in str(refused.value)


def test_an_environment_that_finds_the_program_is_ready(bare: Path) -> None:
    (packages,) = bare.rglob("site-packages")
    (packages / "ngayhoi.pth").write_text(str(setup.ROOT), encoding="utf-8")
    setup.require_program(bare)


def test_every_module_is_compiled_while_there_is_room(project: Path, bare: Path) -> None:
    for package in setup.PACKAGES:
        (project / package / "inner").mkdir(parents=True)
        (project / package / "inner" / "module.py").touch()
    setup.compile_program(bare)
    assert len(list(project.rglob("module.*.pyc"))) == len(setup.PACKAGES)
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert sorted(setup.PACKAGES) == sorted(
        settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    )


@pytest.mark.usefixtures("project")
def test_a_finished_set_up_is_not_done_again(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    setup.stamp(bare, "run", setup.fingerprint("requirements.lock"))
    setup.prepare(bare, "run")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed_again(project: Path, bare: Path, changed: str) -> None:
    setup.stamp(bare, "run", setup.fingerprint("requirements.lock"))
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n# newer\n")
    assert not setup.is_stamped(bare, "run", setup.fingerprint("requirements.lock"))


@pytest.mark.usefixtures("project")
def test_an_environment_for_tests_can_run_the_kiosk_too(bare: Path) -> None:
    setup.stamp(bare, "dev", setup.fingerprint("requirements-dev.lock"))
    assert setup.is_stamped(bare, "run", setup.fingerprint("requirements.lock"))


@pytest.mark.usefixtures("project")
def test_an_environment_for_the_kiosk_cannot_run_the_tests(bare: Path) -> None:
    setup.stamp(bare, "run", setup.fingerprint("requirements.lock"))
    assert not setup.is_stamped(bare, "dev", setup.fingerprint("requirements-dev.lock"))


@pytest.mark.usefixtures("project")
@pytest.mark.skipif(os.name == "nt", reason="a script stands for the interpreter")
def test_an_environment_whose_python_does_not_run_any_more_is_made_again(bare: Path) -> None:
    setup.stamp(bare, "run", setup.fingerprint("requirements.lock"))
    python = setup.python_of(bare)
    python.unlink()
    python.write_text("#!/bin/sh\nexit 103\n", encoding="utf-8")
    python.chmod(0o755)
    assert not setup.is_stamped(bare, "run", setup.fingerprint("requirements.lock"))


@pytest.mark.usefixtures("project")
@pytest.mark.skipif(os.name == "nt", reason="a file that is no program stands for the interpreter")
def test_an_environment_that_a_power_cut_left_half_written_is_made_again(bare: Path) -> None:
    wanted = setup.fingerprint("requirements.lock")
    setup.stamp(bare, "run", wanted)
    setup.stamp_file(bare, "run").write_bytes(b"\xff\x00")
    assert not setup.is_stamped(bare, "run", wanted)
    setup.stamp(bare, "run", wanted)
    python = setup.python_of(bare)
    python.unlink()
    python.write_bytes(bytes(100))
    python.chmod(0o755)
    assert not setup.is_stamped(bare, "run", wanted)


@pytest.mark.usefixtures("project")
@pytest.mark.skipif(os.name == "nt", reason="there the folder's name does not tell the version")
def test_an_environment_whose_python_was_exchanged_is_made_again(bare: Path) -> None:
    setup.stamp(bare, "run", setup.fingerprint("requirements.lock"))
    (packages,) = bare.rglob("site-packages")
    packages.parent.rename(packages.parent.with_name("python3.1"))
    assert not setup.is_stamped(bare, "run", setup.fingerprint("requirements.lock"))


def test_an_environment_that_was_moved_with_its_folder_is_made_again(project: Path) -> None:
    before, after = project / "before" / ".venv", project / ".venv"
    venv.create(before, with_pip=False)
    (before / "pyvenv.cfg").write_text(f"command = python -m venv {before}\n", encoding="utf-8")
    assert not setup.was_moved(before), "a folder that someone else named"
    before.rename(after)
    assert setup.was_moved(after)
    (after / "pyvenv.cfg").write_text(f"command = python -m venv --clear {after}\n", encoding="utf-8")
    assert not setup.was_moved(after)


def test_an_environment_whose_python_is_gone_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    setup.stamp(tmp_path / "gone", "run", setup.fingerprint("requirements.lock"))
    assert not setup.is_stamped(tmp_path / "gone", "run", setup.fingerprint("requirements.lock"))


@pytest.mark.skipif(os.name == "nt", reason="an empty file is no program on Windows")
@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("dnf", "    sudo dnf install mesa-libGL glib2 zbar-libs\n"),
        ("winget", "    winget install Microsoft.VCRedist.2015+.x64 Microsoft.VCRedist.2013.x64\n"),
    ],
)
def test_missing_camera_libraries_come_with_the_command_to_type(
    bare: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    manager: str,
    command: str,
) -> None:
    program = tmp_path / "programs" / manager
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    setup.find_system_libraries(bare)
    assert capsys.readouterr().out.endswith(command)


def test_without_a_known_package_manager_it_only_says_what_is_missing(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    setup.find_system_libraries(bare)
    assert capsys.readouterr().out.splitlines() == [
        "Chưa dùng được / Not available: camera / the camera (import cv2)",
        "Chưa dùng được / Not available: bộ đọc mã QR / the decoder (import zxingcpp)",
        "Chưa dùng được / Not available: bộ đọc mã QR thứ hai / the second decoder (from pyzbar import pyzbar)",
    ]


@pytest.mark.parametrize(
    ("named", "active", "used"),
    [("a", "b", "a"), ("", "b", "b"), ("", "", ".venv")],
)
def test_the_named_environment_comes_before_the_active_one(
    monkeypatch: pytest.MonkeyPatch, named: str, active: str, used: str
) -> None:
    monkeypatch.setenv("VENV", named)
    monkeypatch.setenv("VIRTUAL_ENV", active)
    assert setup.environment() == setup.ROOT / used
