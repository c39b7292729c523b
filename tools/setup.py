r"""Set up ngayhoi on this machine: `python tools/setup.py [run|dev]` (Windows: `py tools\setup.py`).

Needs nothing but 64-bit Python 3.11 to 3.14 and its standard library. It makes the virtual environment,
installs the libraries the lock pins (each checked against its hash), installs the project in place, and looks
for the shared libraries of the camera. Run again, it sees that nothing changed and returns at once.

`run` installs what the kiosk needs, `dev` (the default) also what the tests and checks need. The environment
is the one named by `VENV`, or the active one, or `.venv`. Exit status: 0 ready, 1 not ready and the reason
was printed. A missing camera library is reported and is no failure: the first decoder works without it.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# An older interpreter gets this far because nothing above or in the syntax below is newer than Python 3.6.
if sys.version_info < (3, 11):  # noqa: UP036 - this line is what states the bound to a person
    sys.exit(
        "Máy có Python {}.{}; ngayhoi cần Python 3.11 trở lên (64 bit, đến 3.14).\n"
        "This is Python {}.{}; ngayhoi needs Python 3.11 to 3.14, 64-bit.".format(*sys.version_info[:2] * 2)
    )

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("checkin", "data", "kiosk", "stations")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
PIP_INSTALL = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
OFFLINE_SIGNS = ("NewConnectionError", "ConnectTimeout", "ProxyError", "name resolution", "getaddrinfo")
HAS_PACKAGES = "import os, sysconfig; assert os.path.isdir(sysconfig.get_path('purelib'))"
USABLE = "import pip, sys; assert sys.version_info >= (3, 11)"


class Library(NamedTuple):
    """A shared library that a Python package loads, and who ships it."""

    probe: str
    """Statement that works only where the library is present."""
    serves: str
    """What is lost without it, Vietnamese / English."""
    packages: dict[str, str]
    """Package names by package manager."""


LIBRARIES = (
    Library(
        probe="import cv2",
        serves="camera / the camera",
        packages={"apt-get": "libgl1 libglib2.0-0", "dnf": "mesa-libGL glib2"},
    ),
    Library(
        probe="import zxingcpp",
        serves="bộ đọc mã QR / the decoder",
        packages={"winget": "Microsoft.VCRedist.2015+.x64"},
    ),
    Library(
        probe="from pyzbar import pyzbar",
        serves="bộ đọc mã QR thứ hai / the second decoder",
        packages={
            "apt-get": "libzbar0",
            "dnf": "zbar-libs",
            "brew": "zbar",
            "winget": "Microsoft.VCRedist.2013.x64",
        },
    ),
)


class SetupError(Exception):
    """Set-up cannot go on; the text says why, Vietnamese first."""


def main(arguments: list[str] | None = None) -> int:
    """Set up what the command line asks for and return the exit status."""
    parser = argparse.ArgumentParser(description="Set up ngayhoi on this machine.")
    parser.add_argument("scope", nargs="?", choices=sorted(LOCKS), default="dev")
    scope = parser.parse_args(arguments).scope
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        prepare(environment(), scope)
    except SetupError as problem:
        say(str(problem))
        return 1
    return 0


def environment() -> Path:
    """Return the folder of the virtual environment to use; it need not exist yet."""
    return (ROOT / (os.environ.get("VENV") or os.environ.get("VIRTUAL_ENV") or ".venv")).absolute()


def prepare(venv: Path, scope: str) -> None:
    """Bring `venv` to the state the lock describes, or raise SetupError."""
    wanted = fingerprint(LOCKS[scope])
    if is_stamped(venv, scope, wanted):
        return
    create(venv)
    say(f"Đang cài thư viện, lần đầu mất vài phút / Installing libraries ({LOCKS[scope]}) ...")
    install(venv, scope)
    find_system_libraries(venv)
    stamp(venv, scope, wanted)
    say(f"Xong / Ready: {venv}")


def fingerprint(lock: str) -> str:
    """Return what the environment depends on: the lock, the project's metadata and this folder."""
    digest = hashlib.sha256(f"{ROOT}\n".encode())
    for name in (lock, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamp_file(venv: Path, scope: str) -> Path:
    """Return the file that remembers the last complete set-up of `scope`."""
    return venv / f".ngayhoi-{scope}"


def is_stamped(venv: Path, scope: str, wanted: str) -> bool:
    """Tell whether the environment already is as wanted, and its interpreter still finds what is in it.

    It does not after another Python took the place of the one that made it.
    """
    mark, python = stamp_file(venv, scope), python_of(venv)
    is_wanted = mark.is_file() and mark.read_bytes() == wanted.encode()
    return is_wanted and python.exists() and works(python, HAS_PACKAGES)


def stamp(venv: Path, scope: str, wanted: str) -> None:
    """Remember a complete set-up; the development lock holds all of the other."""
    stamp_file(venv, scope).write_text(wanted, encoding="utf-8")
    if scope == "dev":
        stamp_file(venv, "run").write_text(fingerprint(LOCKS["run"]), encoding="utf-8")


def python_of(venv: Path) -> Path:
    """Return the interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def create(venv: Path) -> None:
    """Make the virtual environment unless there is a working one.

    Only the project's own `.venv` is ever emptied; a folder that someone else named is left as it is.
    """
    if python_of(venv).exists() and works(python_of(venv), USABLE) and not was_moved(venv):
        return
    refuse_store_python()
    require_venv_module()
    if venv != ROOT / ".venv" and venv.exists() and any(venv.iterdir()):
        raise SetupError(
            f"{venv} không phải môi trường Python 3.11 dùng được; hãy chọn thư mục khác.\n"
            f"{venv} is not a usable environment of Python 3.11 or newer with pip; choose another folder."
        )
    say(f"Tạo môi trường / Creating {venv}")
    made = run([sys.executable, "-m", "venv", "--clear", str(venv)])
    if made.returncode != 0:
        raise SetupError(f"Không tạo được môi trường / Cannot create {venv}:\n{tail(made)}")


def was_moved(venv: Path) -> bool:
    """Tell whether the project's own environment was made under another path, which its programs name."""
    settings = venv / "pyvenv.cfg"
    if venv != ROOT / ".venv" or not settings.is_file():
        return False
    lines = settings.read_text(encoding="utf-8", errors="replace").casefold().splitlines()
    made = [line.rstrip() for line in lines if line.startswith("command = ")]
    return bool(made) and not made[0].endswith(str(venv).casefold())


def refuse_store_python() -> None:
    """A Python of Microsoft Store writes to a hidden folder of its own where AppData is named."""
    if "WindowsApps" in sys.base_prefix:
        raise SetupError(
            "Python này cài từ Microsoft Store: kho dữ liệu sẽ nằm ở chỗ khác với chỗ máy in ra.\n"
            "Xin gỡ bản ấy, cài Python tải từ https://www.python.org/downloads/ rồi làm lại.\n"
            "This Python is from Microsoft Store: the store would not be where the program says it is.\n"
            "Remove it, install Python from https://www.python.org/downloads/ and try again."
        )


def require_venv_module() -> None:
    """Make sure Python can make environments; Debian ships that part on its own."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not install_packages("apt-get", [package]):
        raise SetupError(
            "Python trên máy thiếu phần tạo môi trường. Hãy gõ lệnh sau rồi làm lại.\n"
            f"Python lacks its venv part. Type this, then try again:\n    sudo apt-get install {package}"
        )


def install(venv: Path, scope: str) -> None:
    """Install the locked libraries, then the project in place, from wheels alone."""
    pip = [str(python_of(venv)), *PIP_INSTALL]
    locked = run([*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / LOCKS[scope])])
    if locked.returncode != 0:
        raise SetupError(explain(locked))
    project = run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    if project.returncode != 0:
        raise SetupError(explain(project))
    require_program(venv)
    compile_program(venv)


def compile_program(venv: Path) -> None:
    """Compile every module while there is room for it.

    On a disk that is full, Python may keep half a module, and stumbles over it at every later start.
    """
    run([str(python_of(venv)), "-m", "compileall", "-q", *PACKAGES])


def require_program(venv: Path) -> None:
    """Make sure the environment finds the program from any folder.

    Python before 3.12.4 reads the path to it in the code page of Windows, which lacks Vietnamese letters.
    """
    if not works(python_of(venv), "import kiosk"):
        raise SetupError(
            f"Đã cài xong nhưng Python không tìm thấy chương trình trong {ROOT}.\n"
            "Thường là do đường dẫn có dấu tiếng Việt. Xin chuyển cả thư mục sang chỗ có tên không dấu,\n"
            "ví dụ C:\\ngayhoi (hoặc cài Python 3.13 trở lên), xóa thư mục .venv trong đó, rồi làm lại.\n"
            f"Python does not find the program that was installed in {ROOT}.\n"
            "Mostly that is the Vietnamese letters of the path. Move the folder to a place without\n"
            "them, such as C:\\ngayhoi (or install Python 3.13 or newer), delete .venv in it, and try again."
        )


def explain(failed: "subprocess.CompletedProcess[str]") -> str:
    """Say in a sentence why pip failed, with the end of what it printed."""
    text = failed.stdout + failed.stderr
    if any(sign in text for sign in OFFLINE_SIGNS):
        return (
            "Không có mạng nên chưa tải được thư viện. Hãy nối mạng rồi làm lại; sau đó không cần mạng nữa.\n"
            "No network, so the libraries could not be fetched. Connect once and try again; after that the\n"
            "program needs no network."
        )
    if "No matching distribution" in text:
        return (
            "Không tìm được bản dựng sẵn: hãy xem lại mạng, và dùng Python 64 bit, từ 3.11 đến 3.14.\n"
            "Cài Python khác rồi thì xóa thư mục .venv và làm lại.\n"
            "No ready-made build was found: check the network, and use 64-bit Python 3.11 to 3.14.\n"
            "After another Python was installed, delete the folder .venv and try again.\n"
            f"{tail(failed)}"
        )
    return f"Không cài được thư viện / The libraries could not be installed:\n{tail(failed)}"


def find_system_libraries(venv: Path) -> None:
    """Look for the shared libraries, install what may be installed, and say how to get the rest."""
    absent = missing(venv)
    manager = next((name for name in ("apt-get", "dnf", "brew", "winget") if shutil.which(name)), None)
    packages = [name for library in absent for name in library.packages.get(manager or "", "").split()]
    if manager == "apt-get" and packages and install_packages(manager, packages):
        absent = missing(venv)
    for library in absent:
        say(f"Chưa dùng được / Not available: {library.serves} ({library.probe})")
    if absent and packages:
        prefix = "" if manager in ("brew", "winget") else "sudo "
        say(f"Để dùng được, hãy gõ / To have it, type:\n    {prefix}{manager} install {' '.join(packages)}")


def missing(venv: Path) -> list[Library]:
    """Return the libraries whose Python package cannot be imported."""
    return [library for library in LIBRARIES if not works(python_of(venv), library.probe)]


def install_packages(manager: str, packages: Iterable[str]) -> bool:
    """Install system packages where no password is asked for, and tell whether that worked."""
    command = privilege()
    if command is None or shutil.which(manager) is None:
        return False
    say(f"Cài gói hệ thống / Installing system packages: {' '.join(packages)}")
    command = [*command, "env", "DEBIAN_FRONTEND=noninteractive", manager]
    run([*command, "update", "-qq"])
    return run([*command, "install", "-y", "-qq", "--no-install-recommends", *packages]).returncode == 0


def privilege() -> list[str] | None:
    """Return what a system command must be prefixed with, None where a person would be asked."""
    if os.name == "nt":
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    return sudo if shutil.which("sudo") and run([*sudo, "true"]).returncode == 0 else None


def works(python: Path, statement: str) -> bool:
    """Tell whether an interpreter runs a statement without an error, with nothing from the current folder.

    One that a power cut left half written does not even start.
    """
    try:
        return run([str(python), "-P", "-c", statement]).returncode == 0
    except OSError:
        return False


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command in the project's folder, without input, keeping what it prints."""
    return subprocess.run(  # noqa: S603 - every word of every command is written in this file
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def tail(finished: "subprocess.CompletedProcess[str]", lines: int = 12) -> str:
    """Return the end of what a command printed."""
    return "\n".join((finished.stdout + finished.stderr).strip().splitlines()[-lines:])


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)  # noqa: T201 - this script's only way to speak


if __name__ == "__main__":
    sys.exit(main())
