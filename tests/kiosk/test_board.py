"""The board on the projector."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Digits, Static

from checkin.board import Call, Calls, say_seats
from checkin.desk import Scan
from checkin.identity import Recognised
from checkin.participation import Kind
from checkin.person import Sex
from checkin.visits import Turn, leave, visit_as
from data.ledger import open_store
from data.overview import StationLoad, Watch
from kiosk.app import NgayHoi
from kiosk.screens.board import BoardScreen
from kiosk.screens.board_calls import asked_back, calls_content
from kiosk.screens.board_chart import bars, hours
from kiosk.screens.board_digits import HEIGHT, big
from kiosk.screens.board_table import heading, line
from kiosk.voice import Speaker
from kiosk.way_wording import called_text
from stations.model import Bilingual
from stations.queues import CLOSED, COMING
from tests.kiosk.scenes_desk import (
    LAM,
    NGO,
    NOW,
    SON,
    Run,
    Steps,
    World,
    busy_half_hour,
    closing,
    entries,
    play,
    ready,
    screen_text,
    shown,
    someone,
    until,
    world,
)


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


def board_of(pilot: Run) -> BoardScreen:
    face = pilot.app.screen
    assert isinstance(face, BoardScreen)
    return face


def test_people_and_visits_are_told_apart(here: World) -> None:
    here.came(NGO, LAM, minutes=30)
    here.visited(NGO, "thanh-toan", 20)
    here.visited(NGO, "thanh-toan", 12)
    here.visited(NGO, "suc-khoe", 9)

    async def steps(pilot: Run) -> None:
        figures = {one.id: one.value for one in pilot.app.screen.query(Digits)}
        assert figures == {"inside": "2", "people": "2", "visits": "2"}
        assert "ĐÃ ĐẾN (người)" in screen_text(pilot)
        assert "TRẢI NGHIỆM (lượt)" in screen_text(pilot)

    play((here.app(BoardScreen), ready), steps)


def test_on_another_day_the_board_says_why_nobody_comes(here: World) -> None:
    here.clock.now -= timedelta(days=1)

    async def steps(pilot: Run) -> None:
        await until(pilot, lambda: "hôm nay máy ghi 25/09/2025" in screen_text(pilot))

    play((here.app(BoardScreen), ready), steps)


def test_each_figure_counts_what_its_words_say(here: World) -> None:
    here.came(NGO, LAM, SON, minutes=30)
    here.visited(NGO, "thanh-toan", 20)
    leave(here.badge(SON), here.desk, NOW)

    async def steps(pilot: Run) -> None:
        figures = {one.id: one.value for one in pilot.app.screen.query(Digits)}
        assert figures == {"inside": "2", "people": "3", "visits": "1"}
        assert "cao nhất 3" in shown(pilot, "#chart")

    play((here.app(BoardScreen), ready), steps)


def test_a_station_says_how_many_it_serves_who_waits_or_comes_and_how_long_that_takes(here: World) -> None:
    station = here.desk.catalogue.event.stations[4]

    async def steps(pilot: Run) -> None:
        def row(seats: int, wait: float | None) -> str:
            load = StationLoad(station, seats, served=1, waiting=2, coming=3, wait=wait)
            return " ".join(line(load, board_of(pilot), 76).plain.split())

        titles = " ".join(heading(board_of(pilot), 76).split())
        assert titles == "Trạm tại trạm đang chờ đang đến chờ khoảng"
        assert row(3, 12.2) == "5 Sổ sức khỏe điện tử 1/3 2 3 13 phút"
        assert row(3, 0.0) == "5 Sổ sức khỏe điện tử 1/3 2 3 vào ngay"
        assert row(0, None) == "5 Sổ sức khỏe điện tử 1/0 2 3 tạm dừng"
        assert row(CLOSED, None) == "5 Sổ sức khỏe điện tử 1/0 2 3 đóng"

    play((here.app(BoardScreen), ready), steps)


def test_a_station_that_opens_later_says_when_and_one_whose_day_is_over_is_closed(here: World) -> None:
    event = here.desk.catalogue.event
    for moment in (event.opens_at - timedelta(hours=10), event.opens_at - timedelta(minutes=20)):
        here.clock.now = moment
        play((here.app(BoardScreen), ready), reads("mở lúc 07:30", "mở lúc 08:00"))
    for moment in (event.closes_at, event.opens_at + timedelta(hours=23)):
        here.clock.now = moment
        play((here.app(BoardScreen), ready), reads("đóng", but="mở lúc"))


def reads(*parts: str, but: str = "?") -> Steps:
    """What stands on a screen, and what does not."""

    async def steps(pilot: Run) -> None:
        assert all(part in screen_text(pilot) for part in parts)
        assert but not in screen_text(pilot)

    return steps


def test_a_station_that_its_host_closed_before_it_opened_is_closed(here: World) -> None:
    event = here.desk.catalogue.event
    here.clock.now = event.opens_at - timedelta(minutes=20)
    for station in event.stations:
        say_seats(station.code, None, here.desk, here.clock.now)
    play((here.app(BoardScreen), ready), reads("đóng", but="mở lúc"))


def test_every_station_says_its_seats_and_its_wait(here: World) -> None:
    here.came(NGO, minutes=30)
    here.visited(NGO, "suc-khoe", 3)

    async def steps(pilot: Run) -> None:
        line = next(line for line in screen_text(pilot).splitlines() if "Sổ sức khỏe" in line)
        assert line.split()[:1] == ["5"]
        assert "1/3" in line
        assert "vào ngay" in line

    play((here.app(BoardScreen), ready), steps)


def test_stations_beyond_the_rows_come_on_further_pages(here: World) -> None:
    stations = {station.name.vi[:12] for station in here.desk.catalogue.event.stations}

    async def steps(pilot: Run) -> None:
        board = board_of(pilot)
        seen: set[str] = set()
        for _ in range(4):
            text = screen_text(pilot)
            seen |= {name for name in stations if name in text}
            looks = board._looks
            board.look()
            await until(pilot, lambda looks=looks: board._looks > looks)  # type: ignore[misc]
        assert seen == stations

    play((here.app(BoardScreen), ready), steps)


def test_a_new_arrival_is_on_the_board_at_the_next_look(here: World) -> None:
    async def steps(pilot: Run) -> None:
        here.came(NGO)
        board_of(pilot).look()
        await until(pilot, lambda: pilot.app.screen.query_one("#people", Digits).value == "1")

    play((here.app(BoardScreen), ready), steps)


async def looks_again(pilot: Run) -> None:
    board = board_of(pilot)
    looks = board._looks
    board.look()
    await until(pilot, lambda: board._looks > looks)


def test_a_round_that_had_to_wait_is_of_the_moment_in_which_it_is_made(here: World) -> None:
    other = open_store(str(here.store.engine.url.database), here.clock)
    following = Watch(other, here.desk.catalogue)
    here.came(NGO)
    here.visited(NGO, "thanh-toan")

    async def steps(pilot: Run) -> None:
        board = board_of(pilot)
        looks = board._looks
        with other.writing():
            board.look()
            here.clock.now += timedelta(minutes=7)
        await until(pilot, lambda: board._looks > looks)
        assert entries(here, Kind.BOARD)[-1].draft.at == here.clock.now
        assert following.day(NOW) != board._day == following.day(here.clock.now)

    play((here.app(BoardScreen), ready), steps)
    other.close()


def test_the_board_says_why_its_figures_stand_still_and_goes_on_once_the_store_answers(here: World) -> None:
    why = "Không ghi được vào kho dữ liệu"

    async def steps(pilot: Run) -> None:
        with here.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE entries RENAME TO lost")
        board_of(pilot).look()
        await until(pilot, lambda: why in shown(pilot, "#note"))
        with here.store.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE lost RENAME TO entries")
        here.came(NGO)
        await looks_again(pilot)
        assert why not in screen_text(pilot)
        assert pilot.app.screen.query_one("#people", Digits).value == "1"

    play((here.app(BoardScreen), ready), steps)


def crowded(folder: Path) -> World:
    here = world(folder, *(someone(f"Đinh Văn {n}", 1950, Sex.MALE, "bui-hui") for n in range(99)))
    busy_half_hour(here)
    return here


def test_whoever_is_called_is_seen_with_their_station_until_they_come(tmp_path: Path) -> None:
    here = crowded(tmp_path)

    async def steps(pilot: Run) -> None:
        board = board_of(pilot)
        assert board.has_class("-calling")
        assert board._calls is not None
        newest = board._calls.called[0]
        rows = [row.rstrip() for row in screen_text(pilot).splitlines()]
        for drawn in big(str(newest.number), "█").replace("\u00a0", " ").splitlines():
            assert any(row.replace("\u00a0", " ").strip().startswith(drawn.strip()) for row in rows)
        assert f"đang ngồi chờ gọi: {board._calls.waiting} người" in shown(pilot, "#calls")
        numbers = {entry.draft.code: entry.draft.person for entry in entries(here, Kind.HELD)}
        for call in board._calls.called:
            someone_called = numbers[str(call.number)]
            assert someone_called
            with here.store.writing() as log:
                visit_as(
                    Recognised(log.people.get(someone_called)), call.station, Turn.IN, log, here.desk, NOW
                )
        await looks_again(pilot)
        assert newest not in board._calls.called

    play((here.app(BoardScreen), ready), steps)


def test_after_the_last_call_the_day_stands_there_in_full(tmp_path: Path) -> None:
    here = crowded(tmp_path)

    async def steps(pilot: Run) -> None:
        board = pilot.app.screen_stack[0]
        assert isinstance(board, BoardScreen)
        assert board.has_class("-calling")
        for station in here.desk.catalogue.event.stations:
            say_seats(station.code, None, here.desk, NOW)
        await looks_again(pilot)
        assert not board.has_class("-calling")
        await until(pilot, lambda: "16h" in screen_text(pilot))
        assert "đóng" in screen_text(pilot)

    play((here.app(BoardScreen), ready), steps)


def test_whoever_sits_in_vain_is_asked_to_come_back_beside_whoever_was_missed(tmp_path: Path) -> None:
    here = crowded(tmp_path)

    async def steps(pilot: Run) -> None:
        board = board_of(pilot)
        assert "quay lại ki-ốt" not in screen_text(pilot)
        closing(here)
        await looks_again(pilot)
        assert board._calls
        assert board._calls.in_vain
        assert board._calls.called
        note = shown(pilot, "#note")
        assert "Đã gọi hai lần" in note
        assert f"Mời Quý vị quay lại ki-ốt quét mã: {board._calls.in_vain[0]}" in note
        assert board.query_one("#calls").region.bottom <= board.query_one("#note").region.y

    play((here.app(BoardScreen), ready), steps)


def test_numbers_beyond_a_line_are_shown_by_turns(here: World) -> None:
    calls = Calls((), 0, (), tuple(range(101, 201)), is_ours=True)

    async def steps(pilot: Run) -> None:
        lines = [asked_back(calls, board_of(pilot), 76, turn) for turn in range(20)]
        assert all(len(line) <= 76 for (line,) in lines)
        seen = {int(number) for (line,) in lines for number in re.findall(r"\d+", line)}
        assert seen == set(calls.in_vain)

    play((here.app(BoardScreen), ready), steps)


def test_a_new_call_is_heard_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = crowded(tmp_path)
    heard: list[None] = []
    monkeypatch.setattr(NgayHoi, "bell", lambda _: heard.append(None))

    async def steps(pilot: Run) -> None:
        assert len(heard) == 1
        await looks_again(pilot)
        assert len(heard) == 1
        here.clock.now += COMING
        board = board_of(pilot)
        board._voice = Speaker()
        await looks_again(pilot)
        assert len(heard) == 2
        assert board._calls
        newest = [call for call in board._calls.called if call.since == here.clock.now]
        event = here.desk.catalogue.event
        oldest_first = [called_text(call.number, call.station, event).vi for call in reversed(newest)]
        said = [board._voice._sentences.get_nowait() for _ in range(board._voice._sentences.qsize())]
        assert len(said) > 1
        assert said == oldest_first[: len(said)]
        assert "lần 2" in screen_text(pilot)

    play((here.app(BoardScreen), ready), steps, size=(120, 40))


def test_calls_are_heard_where_scans_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = crowded(tmp_path)
    heard: list[None] = []
    voice = Speaker()
    monkeypatch.setattr(NgayHoi, "bell", lambda _: heard.append(None))
    monkeypatch.setattr("kiosk.screens.board.open_voice", lambda: voice)
    board = here.app(BoardScreen)
    board.is_loud = False

    async def steps(_: Run) -> None:
        assert len(heard) == 1
        assert not voice._sentences.empty()

    play((board, ready), steps, size=(120, 40))


def test_the_voice_ends_with_the_board(here: World) -> None:
    voice = Speaker()
    voice.start()

    async def steps(pilot: Run) -> None:
        board_of(pilot)._voice = voice

    play((here.app(BoardScreen), ready), steps)
    voice.join(5)
    assert not voice.is_alive()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("plain", [False, True])
def test_the_line_of_further_calls_is_on_the_screen(here: World, size: tuple[int, int], plain: bool) -> None:
    called = tuple(Call(number, "vneid", NOW, again=False) for number in range(1181, 1201))

    async def steps(pilot: Run) -> None:
        board_of(pilot)._show_calls(Calls(called, 5, (7,), (8,), is_ours=True))
        await until(pilot, lambda: "MỜI SỐ" in screen_text(pilot))
        large, line, below = screen_text(pilot).partition("Cũng mời: ")
        assert line
        drawn = large.count("->" if plain else "▶") - 1
        assert below.startswith(f"{1181 + drawn} ")
        assert "lại mã: 7 " in below
        assert "quét mã: 8 " in below

    play((here.app(BoardScreen, plain=plain), ready), steps, size=size)


@pytest.mark.parametrize(("plain", "size"), [(True, (80, 24)), (False, (110, 36))])
def test_a_figure_too_wide_to_be_drawn_is_written(here: World, plain: bool, size: tuple[int, int]) -> None:
    async def steps(pilot: Run) -> None:
        board = board_of(pilot)
        await until(pilot, lambda: board._day is not None)
        assert board._day
        board._show_figures(replace(board._day, people=12_345, visits=7))
        await pilot.pause()
        assert "12.345" in screen_text(pilot)

    play((here.app(BoardScreen, plain=plain), ready), steps, size=size)


@pytest.mark.parametrize("plain", [False, True])
def test_the_name_of_a_station_is_read_in_full_at_a_second_call_too(here: World, *, plain: bool) -> None:
    calls = tuple(Call(7, "vneid", NOW, again=again) for again in (False, True))

    async def steps(pilot: Run) -> None:
        event, board = here.desk.catalogue.event, board_of(pilot)
        station = event.station("vneid")
        assert station
        width = cell_len(station.name.vi) + 2
        for call in calls:
            content = calls_content(Calls((call,), 5, (), (), is_ours=True), event, board, width, 18, 0)
            assert station.name.vi in content.plain
            assert ("lần 2" in content.plain) is call.again

    play((here.app(BoardScreen, plain=plain), ready), steps)


@pytest.mark.parametrize(("width", "height"), [(40, 12), (76, 18), (116, 29)])
def test_calls_beyond_the_room_are_named_in_a_line(here: World, width: int, height: int) -> None:
    calls = tuple(Call(number, "vneid", NOW, again=number % 7 == 0) for number in range(1, 41))

    async def steps(pilot: Run) -> None:
        event, board = here.desk.catalogue.event, board_of(pilot)
        content = calls_content(Calls(calls, 5, (), (), is_ours=True), event, board, width, height, 0)
        rows = content.plain.splitlines()
        assert all(len(row) <= width for row in rows)
        assert len(rows) <= height
        assert "Cũng mời: " in rows[-1]

    play((here.app(BoardScreen), ready), steps)


@pytest.mark.parametrize(("width", "height"), [(76, 18), (116, 29)])
def test_everyone_called_is_named_whole_by_turns(here: World, width: int, height: int) -> None:
    calls = tuple(Call(number, "vneid", NOW, again=False) for number in range(101, 131))

    async def steps(pilot: Run) -> None:
        event, board = here.desk.catalogue.event, board_of(pilot)
        called = Calls(calls, 5, (), (), is_ours=True)
        turns = [calls_content(called, event, board, width, height, turn).plain for turn in range(9)]
        lines = {turn.splitlines()[-1].rstrip() for turn in turns}
        assert not any(line.endswith(("…", "→")) for line in lines)
        drawn = turns[0].count("▶") - 1
        named = {int(number) for line in lines for number in re.findall(r"(\d+) → \d", line)}
        assert named == set(range(101 + drawn, 131))

    play((here.app(BoardScreen), ready), steps)


def test_whoever_is_called_reads_number_and_name_of_the_station_they_are_called_to(here: World) -> None:
    event = here.desk.catalogue.event

    async def steps(pilot: Run) -> None:
        for station in event.stations:
            call = Call(100, station.code, NOW, again=False)
            content = calls_content(
                Calls((call, call), 0, (), (), is_ours=True), event, board_of(pilot), 40, 10, 0
            )
            rows = content.plain.splitlines()
            person, sign = (big(str(number), "█").splitlines() for number in (call.number, station.number))
            drawn = [row[len(person[0]) :].replace("▶", " ").strip(" ") for row in rows[2 : 2 + HEIGHT]]
            assert drawn == [row.strip(" ") for row in sign]
            assert rows[2 + HEIGHT].rstrip() == station.name.vi
            assert rows[-1].rstrip() == f"Cũng mời: 100 → {station.number}"

    play((here.app(BoardScreen), ready), steps)


@pytest.mark.parametrize(("width", "height", "count"), [(76, 18, 2), (76, 18, 4), (116, 29, 6)])
def test_few_calls_leave_the_names_of_stations_their_room(
    here: World, width: int, height: int, count: int
) -> None:
    name = Bilingual("Dịch vụ công trực tuyến, hộ tịch", "Public services")
    event = here.desk.catalogue.event
    event = replace(event, stations=tuple(replace(station, name=name) for station in event.stations))
    calls = tuple(Call(number, event.stations[0].code, NOW, again=False) for number in range(1, count + 1))

    async def steps(pilot: Run) -> None:
        called = Calls(calls, 0, (), (), is_ours=True)
        text = calls_content(called, event, board_of(pilot), width, height, 0).plain
        assert text.count(name.vi) == count
        assert "Cũng mời" not in text

    play((here.app(BoardScreen), ready), steps)


def test_a_scan_at_the_board_is_left_alone(here: World) -> None:
    async def steps(pilot: Run) -> None:
        board_of(pilot).scanned(here.badge(NGO))
        board_of(pilot).scanned(Scan(b"x"))
        await pilot.pause()

    play((here.app(BoardScreen), ready), steps)
    assert entries(here, Kind.ADMITTED) == []


def test_the_board_speaks_english_too(here: World) -> None:
    async def steps(pilot: Run) -> None:
        await pilot.press("f2")
        await until(pilot, lambda: "CAME TODAY" in screen_text(pilot))
        assert "no wait" in shown(pilot, "#stations")

    play((here.app(BoardScreen), ready), steps)


@pytest.mark.parametrize(("language", "written"), [("vi", "12.345"), ("en", "12,345")])
@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_thousands_are_written_as_the_language_writes_them(
    here: World, language: str, written: str, size: tuple[int, int]
) -> None:
    async def steps(pilot: Run) -> None:
        board = board_of(pilot)
        await until(pilot, lambda: board._day is not None)
        assert board._day
        board._show_figures(replace(board._day, people=12_345, visits=7))
        await pilot.pause()
        assert board.query_one("#people", Digits).value == written
        drawn = big(written, "█") if size[0] > 80 else f"\n\n{written}"
        assert board.query_one("#people-big", Static).content == drawn

    play((here.app(BoardScreen, language=language), ready), steps, size=size)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=80), st.integers(10, 120), st.integers(1, 9))
def test_the_highest_bar_is_full_and_no_arrival_is_invisible(
    counts: list[int], width: int, height: int
) -> None:
    for plain in (False, True):
        rows = bars(counts, width, height, plain=plain)
        assert len(rows) == height
        assert all(len(row) <= width for row in rows)
        wide = max(1, width // len(counts))
        shown_counts = counts[-(width // wide) :]
        foot = rows[-1][::wide]
        assert [mark != " " for mark in foot] == [count > 0 for count in shown_counts]
        if max(shown_counts):
            full = rows[0][shown_counts.index(max(shown_counts)) * wide]
            assert full == ("#" if plain else "█")


def test_hours_stand_under_their_bars(here: World) -> None:
    here.came(NGO)

    async def steps(pilot: Run) -> None:
        day = board_of(pilot)._day
        assert day is not None
        line = hours(day, 54)
        assert line.index("8h") == 3
        assert line.index("16h") == 51
        assert day.first.hour == 7
        assert day.arrivals[(NOW - day.first).seconds // 600] == 1

    play((here.app(BoardScreen), ready), steps)


@given(st.integers(0, 99_999))
def test_large_figures_differ_and_stand_straight(value: int) -> None:
    rows = big(str(value), "#").split("\n")
    assert len(rows) == HEIGHT
    assert len({len(row) for row in rows}) == 1
    assert big(str(value), "#") != big(str(value + 1), "#")
