"""The Vietnamese pages: what they tell people to type works, and what they quote is on a screen."""

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook

from data.ledger import open_store
from kiosk.cli import main, parser
from kiosk.commands import guard, retention
from kiosk.screens.base import Spoken
from kiosk.screens.desk import DeskScreen
from kiosk.screens.desk_counter import Counter
from kiosk.screens.result import Result
from kiosk.screens.station import StationScreen
from kiosk.screens.welcome import Welcome
from tests.builders import Clock
from tests.kiosk.cli import ROSTER, Here, completed
from tools.screens import FOLDER

ROOT = FOLDER.parents[1]
VOLUNTEERS = (ROOT / "docs" / "vi" / "tinh-nguyen-vien.md").read_text(encoding="utf-8")
SHEETS = (ROOT / "docs" / "vi" / "to-dan-may.md").read_text(encoding="utf-8")
ORGANISERS = (ROOT / "docs" / "vi" / "ban-to-chuc.md").read_text(encoding="utf-8")
SCREENS = {"desk", "kiosk", "station", "board", "demo"}


def commands(page: str) -> Iterator[list[str]]:
    """What a page gives to type: the blocks first, then the commands inside sentences that are whole."""
    inline = re.findall(r"`ngayhoi ((?:desk|kiosk|station|board)[^`]*)`", page)
    for line in [*re.findall(r"^ *ngayhoi (.+)$", page, re.MULTILINE), *inline]:
        yield shlex.split(line)


def bound(*faces: type[Counter]) -> set[str]:
    inherited = (kind for face in faces for kind in face.__mro__ if issubclass(kind, Counter))
    return {
        binding.key.upper()
        for kind in inherited
        for binding in kind.BINDINGS
        if not isinstance(binding, tuple)
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organiser's folder: the catalogue's files and a list of people."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NGAYHOI_STORE", str(tmp_path / "ngayhoi.db"))
    monkeypatch.setattr(guard, "ask", lambda *_: "1010")
    monkeypatch.setattr(retention, "confirmed", lambda *_: None)
    for name in ("ngay-hoi.toml", "binh-dan-hoc-vu-so.toml"):
        shutil.copy(ROOT / "data" / "reference" / name, tmp_path)
    book = Workbook()
    for line in ROSTER.replace("Lớp 5A", "Lớp 6A").splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(tmp_path / "danh-sach.xlsx")
    return tmp_path


@pytest.mark.timeout(600)
def test_the_organiser_s_commands_lead_through_the_whole_day(folder: Path) -> None:
    for command in commands(ORGANISERS):
        if "MÃ-NGƯỜI" in command:
            command[command.index("MÃ-NGƯỜI")] = someone(folder)
        if "thu.db" in command and not (folder / "thu.db").exists():
            shutil.copy(folder / "ngayhoi.db", folder / "thu.db")
        if command[0] == "sync":
            stick = folder / command[1]
            stick.mkdir(parents=True)
            shutil.copy(folder / "ngayhoi.db", stick / "may-2.db")
        if command[:2] == ["draw", "run"]:
            completed(str(folder / "ngayhoi.db"), "bron", "ai", "ngo")
        if command[0] == "simulate":
            command.extend(["--seeds", "2"])
            command.extend([] if "--recorded" in command else ["--people", "60"])
        if command[0] in SCREENS:
            assert parser().parse_args(command).run
        else:
            assert main(command) in ({0, 1} if command == ["doctor"] else {0}), command
    assert {"the-tham-du.pdf", "the-lop-6a.pdf", "tham-du.xlsx", "bao-cao.docx"} <= {
        path.name for path in folder.iterdir()
    }


def test_the_rehearsal_tells_a_copied_store_from_a_new_one_by_what_init_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page quotes what a copy answers first, and then what a store made anew does."""
    here = Here(tmp_path, capsys)
    quoted = re.findall(r"“([^”]+)”", " ".join(ORGANISERS.split("Tập với thẻ thật")[1].split()))[:2]
    answers = [here.say("init", "--catalogue", "ngay-hoi", "--date", "today").out for _ in range(2)]
    assert [text in answer for text, answer in zip(quoted, reversed(answers), strict=True)] == [True, True]
    assert 'copy "%LOCALAPPDATA%\\ngayhoi\\ngayhoi.db" thu.db' in ORGANISERS


def test_a_group_that_is_added_goes_to_the_stations_of_every_event(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "binh-dan-hoc-vu-so.toml").open("a", encoding="utf-8") as programme:
        programme.write(
            '[[group]]\ncode = "nguoi-cao-tuoi"\nname = { vi = "Người cao tuổi", en = "Elders" }\n'
        )
    here = Here(folder, capsys)
    for name in (folder / "ngay-hoi.toml", "le-phat-dong"):
        assert here.say("init", "--catalogue", name, "--date", "2025-09-25").status == 0
    with closing(open_store(here.store)) as store:
        assert "nguoi-cao-tuoi" in store.catalogues["le-phat-dong"].event.stations[0].suits


@pytest.mark.parametrize(("file", "leads_on"), [("ngay-hoi.toml", False), ("tap.toml", True)])
def test_stations_can_be_rehearsed_in_the_evening_as_the_page_says(
    file: str, folder: Path, capsys: pytest.CaptureFixture[str], *, leads_on: bool
) -> None:
    (told,) = re.findall(r"Ngoài giờ mở cửa.*?tap\.toml.*?`closes`.*?giờ tập", ORGANISERS, re.DOTALL)
    assert "`opens`" in told
    plan = (folder / "ngay-hoi.toml").read_text(encoding="utf-8")
    (folder / "tap.toml").write_text(re.sub("(?m)^closes = .*", "closes = 22:00:00", plan), encoding="utf-8")
    here = Here(folder, capsys)
    assert here.say("init", "--catalogue", folder / file, "--date", "2025-09-25").status == 0
    here.say("roster", "import", folder / "danh-sach.xlsx")
    code = here.json("badges").objects[0]["code"]
    said = here.json("checkin", code, "--at", "2025-09-25T19:30").object
    assert said["decision"] == "admit"
    assert (said["next"] is not None) is leads_on


def test_the_page_explains_the_head_of_the_rehearsal_s_table(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (head,) = re.findall(r"“([^”]+)” nghĩa là: số đầu trong ô", ORGANISERS)
    assert main(["simulate", str(folder / "ngay-hoi.toml"), "--people", "20", "--seeds", "5"]) == 0
    assert f"  {head}  " in capsys.readouterr().out


def someone(folder: Path) -> str:
    store = open_store(str(folder / "ngayhoi.db"), Clock())
    try:
        with store.reading() as log:
            return log.people.search("bron", 1)[0].id
    finally:
        store.close()


def test_the_organiser_is_given_every_face() -> None:
    assert {command[0] for command in commands(ORGANISERS)} >= SCREENS


def test_every_key_of_the_volunteers_page_is_one() -> None:
    desk, station = VOLUNTEERS.split("## Ở trạm trải nghiệm")
    told = [set(re.findall(r"\*\*(F\d+)\*\*", part)) for part in (desk, station)]
    assert told[0] == {*bound(DeskScreen) & {f"F{n}" for n in range(1, 13)}, "F2"}
    assert told[1] == {*bound(StationScreen) & {f"F{n}" for n in range(1, 13)}}


@pytest.mark.parametrize(
    ("row", "face", "action"),
    [
        ("Chưa có tên", DeskScreen, "register"),
        ("Cả lớp, cơ quan", DeskScreen, "group"),
        ("Quét nhầm", DeskScreen, "undo"),
        ("Ra về", DeskScreen, "leaving"),
        ("Mất thẻ", DeskScreen, "badge"),
        ("Không có thẻ", StationScreen, "find"),
        ("Ghi kết quả sau", StationScreen, "outcomes"),
        ("Trạm rảnh", StationScreen, "call"),
        ("Nghỉ, máy hỏng", StationScreen, "seats"),
        ("Nhầm", StationScreen, "undo"),
        ("Chưa có thẻ", Welcome, "register"),
        ("Trạm đã làm, không hợp", Result, "decline"),
        ("Chờ mãi chưa đến lượt", Result, "give_up_line"),
    ],
)
def test_a_sheet_beside_a_laptop_names_the_key_of_what_it_tells_of(
    row: str, face: type[Spoken[None]], action: str
) -> None:
    (told,) = re.findall(rf"^\| {row} \| (.*) \|$", SHEETS, re.MULTILINE)
    keys = {b.action: b.key.upper() for b in face.BINDINGS if not isinstance(b, tuple)}
    assert re.findall(r"\*\*(F\d+)\*\*", told)[0] == keys[action]


def test_the_sheet_beside_the_kiosk_tells_nobody_how_to_leave_it() -> None:
    """Whoever stands there reads it."""
    *_, kiosk = SHEETS.split("\n# ")
    assert "Ctrl" not in kiosk
    assert "lệnh" not in kiosk


@pytest.mark.parametrize("page", [VOLUNTEERS, SHEETS])
def test_the_volunteers_page_quotes_what_screens_say(page: str) -> None:
    pages = [*(ROOT / "kiosk" / "screens").glob("*.py"), *(ROOT / "kiosk").glob("*wording.py")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    quoted = set(re.findall(r"“([^”]+)”", page))
    assert len(quoted) > 3
    assert {text for text in quoted if text not in said} == set()


@pytest.mark.parametrize("page", [VOLUNTEERS, ORGANISERS])
def test_a_lost_badge_is_replaced_by_what_a_page_says(page: str) -> None:
    """The second F8 asks, and its bar stands on keeping the old badge."""
    (told,) = re.findall(r"Mất thẻ: (.*)", page)
    assert told.index("**F8**") < told.index("chọn “Đổi thẻ mới”, **Enter**")


def test_who_is_coming_to_a_station_need_not_have_a_number() -> None:
    """The desk and the kiosk send people there too."""
    (told,) = re.findall(r"“ĐANG ĐẾN” là (.*)", VOLUNTEERS)
    assert told.startswith("người được mời đến trạm này")


def test_the_number_that_leaves_a_screen_is_never_called_a_code() -> None:
    """The organiser's PIN is one, and is 1010 at first too."""
    assert "Ctrl+Q, số 1010" in ORGANISERS
    assert "Ctrl+Q, mã" not in ORGANISERS


def test_a_code_to_type_is_looked_for_on_the_badge() -> None:
    """On paper it stands beside the picture, on a screen below it."""
    assert "ký tự in trên thẻ" in VOLUNTEERS
    assert "in dưới mã" not in VOLUNTEERS


def test_visits_alone_are_counted_as_luot() -> None:
    """A scan is a lần quét: lượt is the report's word for a visit."""
    assert not re.findall(r"lượt quét", f"{VOLUNTEERS}{ORGANISERS}", re.IGNORECASE)


@pytest.mark.parametrize("page", [VOLUNTEERS, ORGANISERS])
def test_a_page_leads_from_a_dark_laptop_to_where_commands_are_typed(page: str) -> None:
    """By what any Windows has, in this order: the folder, its bar of addresses, the environment."""
    steps = ("mở thư mục chương trình", "thanh địa chỉ", "gõ `cmd`", r"`.venv\Scripts\activate`")
    places = [page.find(step) for step in steps]
    assert places[0] >= 0
    assert places == sorted(places)


def test_the_library_that_speaks_is_named_by_the_command_that_installs_it() -> None:
    assert "`pip install pyttsx3==2.99`" in ORGANISERS


@pytest.mark.parametrize("page", [VOLUNTEERS, ORGANISERS])
def test_a_page_knows_laptops_whose_keys_change_the_light_instead(page: str) -> None:
    assert re.search(r"đổi độ sáng.*?giữ phím \*\*Fn\*\*", page, re.DOTALL)
