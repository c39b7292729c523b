"""What can be typed after `ngayhoi report`."""

from __future__ import annotations

from argparse import SUPPRESS
from pathlib import Path

from kiosk.commands.arguments import Commands, Parser, a_smallest, command, guarded


def add_parsers(commands: Commands) -> None:
    """The report of this store, and the province's of many communes."""
    report = command(commands, "report", "report:report", "lập báo cáo kết quả", "the report of the results")
    made = report.add_mutually_exclusive_group()
    made.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=".docx, .pdf: báo cáo; .xlsx: mọi bảng và danh sách; .json: số liệu không có thông tin cá nhân"
        " / .docx, .pdf: the report; .xlsx: all tables and lists; .json: anonymous figures",
    )
    report.add_argument(
        "--words",
        type=Path,
        metavar="FILE",
        help="tệp phần lời; mặc định bao-cao.toml nếu có / the words; else bao-cao.toml if it is there",
    )
    made.add_argument(
        "--words-template",
        type=Path,
        metavar="FILE",
        help="tạo tệp phần lời để điền, không ghi đè / a file for the words, never overwritten",
    )
    report.add_argument(
        "--event",
        action="append",
        metavar="CODE",
        help="mã sự kiện, lặp lại được; mặc định mọi sự kiện đã đến ngày / the event(s); else all so far",
    )
    report.add_argument(
        "--smallest",
        type=a_smallest,
        default=5,
        metavar="N",
        help="tệp .json ẩn mọi số từ 1 đến N-1; mặc định 5 / .json tells no count of 1 to N-1; else 5",
    )
    guarded(report)
    _merge(report)


def _merge(report: Parser) -> None:
    below = report.add_subparsers(
        metavar="lệnh", title="lệnh / commands", parser_class=Parser, required=False
    )
    merge = command(
        below,
        "merge",
        "report_figures:merge_files",
        "tổng hợp tệp .json của nhiều xã, phường, đặc khu",
        "add up the .json files of many communes",
    )
    merge.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="tệp .json, mỗi đơn vị cấp xã một tệp / a .json file of each commune",
    )
    merge.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        required=True,
        help=".docx, .pdf: báo cáo; .xlsx: các bảng / .docx, .pdf: a report; .xlsx: the tables",
    )
    merge.add_argument(
        "--words",
        type=Path,
        metavar="FILE",
        default=SUPPRESS,
        help="tệp phần lời; mặc định bao-cao.toml nếu có / the words; else bao-cao.toml if it is there",
    )
