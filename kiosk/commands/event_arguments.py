"""What can be typed to rehearse an event, and for its lucky draw."""

from __future__ import annotations

from kiosk.commands.arguments import Commands, a_count, a_moment, command, event_option, group


def add_parsers(commands: Commands) -> None:
    """Simulate and draw."""
    _simulate(commands)
    _draw(commands)


def _simulate(commands: Commands) -> None:
    simulate = command(
        commands, "simulate", "simulate:simulate", "chạy thử ngày hội trên máy", "rehearse an event day"
    )
    simulate.add_argument("catalogue", metavar="NAME|FILE", help="sự kiện / a built-in event or a file")
    simulate.add_argument(
        "--recorded",
        metavar="EVENT",
        help="chạy lại một ngày đã qua theo nhật ký trong kho / the people of a past event in the store",
    )
    simulate.add_argument(
        "--people",
        type=int,
        metavar="N",
        help="dự kiến bao nhiêu người, chia đều các đối tượng, từ 1 đến 20000; mặc định 300"
        " / people expected, spread over all groups, 1 to 20000; else 300",
    )
    simulate.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="CODE=N",
        help="dự kiến bao nhiêu người thuộc một đối tượng / people expected of one group",
    )
    simulate.add_argument(
        "--ceremony-ends",
        type=a_moment,
        metavar="HH:MM",
        help="giờ tan lễ, khi phần đông cùng ra / when most people come at once",
    )
    simulate.add_argument(
        "--seeds",
        type=int,
        default=10,
        metavar="N",
        help="số lần chạy thử, từ 1 đến 200; mặc định 10 / how many rehearsals, 1 to 200; else 10",
    )
    simulate.add_argument("--png", metavar="FILE", help="vẽ biểu đồ ra tệp ảnh / a picture of it")


def _draw(commands: Commands) -> None:
    draws = group(commands, "draw", "bốc thăm may mắn", "the lucky draw")
    commit = command(
        draws, "commit", "draw:commit", "tạo mã cam kết trước ngày hội", "commit to a secret beforehand"
    )
    run = command(
        draws,
        "run",
        "draw:run",
        "bốc thăm trong những người đã hoàn thành hộ chiếu",
        "draw among those who completed their passport",
    )
    run.add_argument(
        "--winners", type=a_count, metavar="N", required=True, help="số người trúng / how many win"
    )
    run.add_argument(
        "--said",
        type=a_count,
        metavar="NUMBER",
        help="số một vị khách vừa đọc to / a number that a guest just said aloud",
    )
    verify = command(
        draws, "verify", "draw:verify", "kiểm tra lại các lần bốc thăm", "check every drawing again"
    )
    for one in (commit, run, verify):
        event_option(one)
