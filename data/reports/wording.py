"""What codes of the figures are called in a Vietnamese report, and each remark as one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checkin.admission import Reason
from checkin.participation import Ability
from data.reports.figures import Note, Remark
from data.reports.vietnamese import listed, number

REFUSALS: dict[str, str] = {
    Reason.ALREADY_HERE: "Thẻ đã được ghi nhận, người mang thẻ đang có mặt",
    Reason.NOT_OPEN_YET: "Chưa đến ngày tổ chức",
    Reason.OVER: "Đã qua ngày tổ chức",
    Reason.FORGED_BADGE: "Mã thẻ không do Phong trào cấp",
    Reason.REVOKED_BADGE: "Thẻ đã báo mất hoặc đã đổi thẻ mới",
    Reason.OTHER_PROGRAMME: "Thẻ của phong trào khác",
    Reason.NOT_HERE: "Quét ra về khi chưa được ghi nhận đến",
    Reason.NOT_AT_STATION: "Quét ra khỏi trạm khi chưa quét vào",
    Reason.ALREADY_AT_STATION: "Quét vào trạm khi đang ở trạm",
    Reason.SCANNED_TWICE: "Quét hai lần liền nhau",
}
"""Of every reason for which a scan is refused; a report states them, a screen says more kindly."""

ABILITIES = {
    Ability.NOT_YET: "Chưa làm được",
    Ability.WITH_HELP: "Làm được khi có người giúp",
    Ability.ALONE: "Tự làm được",
}

OTHER_STATIONS = "Trạm khác"
"""Those that the catalogue has no more, of which visits are still in the log."""

UNTOLD = "ẩn"
"""Stands where a commune does not tell a number. Not “< 5”: beside such a number another one is withheld
so that it cannot be worked out, and that one may be any number."""
UNTOLD_MEANS = (
    f"“{UNTOLD}”: có người nhưng ít hơn mức đơn vị cho biết, hoặc số bị ẩn thêm để không suy ra được số "
    "ít ấy."
)
AT_LEAST_MEANS = "“≥”: tổng của những số cho biết; số thật bằng hoặc lớn hơn."
COUNTED_TWICE = "Một người dự ở hai đơn vị cấp xã được tính ở cả hai nơi."
UNCOUNTED = "đơn vị không tính mục này"
"""Why a commune has no number of something that others have."""
_UNIT = "đơn vị cấp xã"
_UNITS = ("xã", "phường", "đặc khu")
"""What the communes of a province are (Luật Tổ chức chính quyền địa phương 72/2025/QH15, Điều 1)."""


def units(names: Sequence[str]) -> str:
    """How many of each kind there are, by the first words of their names: "2 xã, 1 phường và 1 đặc khu"."""
    kinds = Counter(next((u for u in _UNITS if name.casefold().startswith(f"{u} ")), "") for name in names)
    others = f"{_UNIT} khác" if len(kinds) > 1 else _UNIT
    return listed([f"{number(kinds[unit])} {unit or others}" for unit in (*_UNITS, "") if kinds[unit]])


def refusal(code: str) -> str:
    """The name of a reason; a code nobody knows stands for itself."""
    return REFUSALS.get(code) or (f"Lý do khác (mã {code})" if code else "Không ghi lý do")


def note_sentence(note: Note) -> str:
    """A remark as one sentence, with how many it is about."""
    return _NOTES[note.remark].format(count=number(note.count))


_NOTES = {
    Remark.NOBODY: "Không có người nào được ghi nhận tham dự.",
    Remark.NO_BIRTH: "{count} người không có năm sinh, được tính vào nhóm tuổi “Chưa rõ”.",
    Remark.NO_PERSON: (
        "{count} thẻ do bàn đón khác cấp mà kho dữ liệu này chưa có thông tin, mỗi thẻ tính là "
        "một người, đối tượng, thôn, giới tính và nhóm tuổi ghi “Chưa rõ”."
    ),
    Remark.UNENDED: (
        "{count} lượt trải nghiệm không được quét khi ra khỏi trạm, thời gian của lượt là ước tính."
    ),
    Remark.NO_EXIT: (
        "{count} người không quét thẻ khi ra về, không xác định được thời gian có mặt tại sự kiện."
    ),
    Remark.CLOCK: (
        "{count} lần đồng hồ của máy bị chỉnh lùi, không xác định được thời gian của "
        "những việc diễn ra lúc đó."
    ),
    Remark.OTHER_DAY: (
        "{count} lần đến hoặc lượt trải nghiệm ghi vào ngày khác ngày tổ chức (đổi ngày, hoặc đồng "
        "hồ của máy sai), không được tính vào giờ nào."
    ),
    Remark.GAP: "Nhật ký của {count} thiết bị chưa đủ tại kho dữ liệu này, số liệu có thể thấp hơn thực tế.",
    Remark.ALIKE: (
        "{count} cặp người đã đến cùng họ tên, ngày sinh, thôn: mỗi người được đếm riêng, nhưng có thể là "
        "một người."
    ),
}
