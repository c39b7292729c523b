"""What is printed: UTF-8 whatever the machine says, and nothing from outside that steers a terminal."""

from __future__ import annotations

import unicodedata

import pytest

from tests.day.kit import HEADER, Machine, share, spreadsheet, table

WORLDS: dict[str, dict[str, str | None]] = {
    "C locale": {"LC_ALL": "C", "LANG": None, "PYTHONIOENCODING": None},
    "not UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "no locale": {
        "LC_ALL": None,
        "LANG": None,
        "LC_CTYPE": None,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "other encoding": {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    "strict ASCII": {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "POSIX", "PYTHONUTF8": "0"},
}
ODD_NAMES = (
    "Đinh Văn 👨‍👩‍👧 Emoji",
    "Phạm \x1b[2J\x1b[31mThị Đỏ",
    "Lê Văn \u202eogn\u202c Ngược",
    "Bùi \u200b\u200fThị\ufeff Ẩn",
    "Hồ [bold]Thị[/bold] Đậm",
    "Nguyễn\nVăn\tDòng",
    "Trần \x9b31mVăn \x85Tám",
    "Võ \x07\x08\x08Thị Chuông",
    "../../Đỗ Văn Đường",
    "Ngô \"Văn' <b>Thẻ</b>",
)


@pytest.fixture(scope="module")
def listed(laptop: Machine) -> Machine:
    laptop.init()
    rows = ",".join(HEADER) + "\n"
    for name in ODD_NAMES:
        quoted = name.replace('"', '""')
        rows += f'"{quoted}",1/1/1970,Nam,Bùi Hui,Người dân,\n'
    (laptop.folder / "odd.csv").write_bytes(rows.encode())
    laptop.done("roster", "import", "odd.csv")
    laptop.done("badges")
    return laptop


def harmless(text: str) -> bool:
    """Whether a text has no character that controls, hides or reverses, but the ends of lines."""
    return all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for c in text)


@pytest.mark.parametrize("world", share(list(WORLDS), 2))
def test_utf_8_comes_out_whatever_the_machine_is_set_to(machine: Machine, world: str) -> None:
    env = WORLDS[world]
    machine.init(env=env)
    name = "Nguyễn Thị Ngộ"
    path = spreadsheet(machine.folder / "danh sách.xlsx", [(name, "1/1/1950", "Nữ", "Vầy Ốc", "", "")])
    machine.done("roster", "import", path, env=env)
    (badge,) = machine.done("badges", "--csv", "thẻ.csv", "--png", "ảnh", env=env).records
    assert badge["name"] == name
    assert [row["name"] for row in table(machine.folder / "thẻ.csv")] == [name]
    assert machine.run("search", "ngộ", env=env).out.startswith(badge["person"])
    shown = machine.run("checkin", badge["code"], "--at", "08:00", env=env)
    assert f"Chào bà {name}!" in shown.out
    assert f"Bà {name}" in machine.json("checkin", badge["code"], "--at", "08:01", env=env).record["vi"]
    assert "Mời Quý vị" in machine.run("checkin", "thẻ nhà hàng", env=env, given=b"").out
    assert "lệnh chưa đúng" in machine.run("checkin", env=env).err
    assert "ngày hội" in machine.run("--help", env=env).out.lower()


def test_no_odd_name_reaches_a_terminal_raw(listed: Machine) -> None:
    codes = [badge["code"] for badge in listed.done("badges").records]
    assert len(codes) == len(ODD_NAMES)
    everyone = "\n".join(codes * 2).encode()
    for command in (
        ("search", ""),
        ("checkin", "--batch", "-", "--at", "08:00"),
        ("--json", "checkin", "--batch", "-", "--at", "08:00"),
        ("log",),
        ("roster", "import", "odd.csv", "--dry-run"),
        ("--json", "roster", "import", "odd.csv", "--dry-run"),
        ("--json", "badges", "--csv", "b.csv", "--png", "cards", "--pdf", "b.pdf"),
    ):
        done = listed.run(*command, given=everyone)
        assert done.status == 0, done
        assert harmless(done.out), command
        assert harmless(done.err), command
    names = [record["name"] for record in listed.done("search", "").records]
    assert all(harmless(name) for name in names)
    assert {"Phạm [2J[31mThị Đỏ", "Hồ [bold]Thị[/bold] Đậm", "Nguyễn Văn Dòng"} <= set(names)
    assert len(list((listed.folder / "cards").iterdir())) == len(ODD_NAMES)
    listed.done("export", "attendance", "--pin", "1010", "--out", "a.csv")
    listed.done("export", "attendance", "--pin", "1010", "--out", "a.xlsx")
    assert all(harmless(cell) for row in table(listed.folder / "a.csv") for cell in row.values())


ODD_CODES = ("\x1b[31mđỏ\x9b2J", "[red]x[/red]", "a\x07b", "\u202eabc", "\udcff\udcfe")


@pytest.mark.parametrize("code", ODD_CODES)
def test_no_odd_code_reaches_a_terminal_raw(listed: Machine, code: str) -> None:
    for command in (
        ("checkin", "--at", "08:00", "--", code),
        ("checkin", "--batch", code),
        ("search", code),
        ("roster", "import", code),
        ("scan", code),
        ("undo", code),
        ("--lang", code),
        ("visit", code, "1", "x"),
        ("visit", "in", code, "x"),
    ):
        for output in ("--json", "--lang=vi"):
            done = listed.run(output, *command)
            assert harmless(done.out + done.err), command


@pytest.mark.parametrize(
    ("lang", "has", "lacks"), [("vi", "Chưa có", "There is"), ("en", "There is", "Chưa có")]
)
def test_one_language_on_request(machine: Machine, lang: str, has: str, lacks: str) -> None:
    for args in (("--lang", lang, "log"), ("log", "--lang", lang)):
        said = machine.run(*args).err
        assert has in said
        assert lacks not in said
