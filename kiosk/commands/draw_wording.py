"""What is said about a lucky draw."""

from __future__ import annotations

from checkin.draw import DrawProblem, Ground, Objection
from checkin.local_time import VIETNAM
from checkin.participation import Break
from data.draws import Drawn, NotDrawn
from kiosk.wording import break_text
from stations.model import Bilingual

_GROUP = 4
"""Digits of a hash that are read out in one breath, and such groups on a line."""


def read_out(code: str) -> list[str]:
    """A hash in lines of four groups of four, as people read it aloud and compare it."""
    groups = [code[i : i + _GROUP] for i in range(0, len(code), _GROUP)]
    return [f"    {' '.join(groups[i : i + _GROUP])}" for i in range(0, len(groups), _GROUP)]


def drawn_text(drawn: Drawn) -> Bilingual:
    """Who won, before the list of them."""
    won, among = len(drawn.winners), drawn.completed
    return Bilingual(
        f"Xin chúc mừng {won} người trúng thưởng, trong {among} người đã hoàn thành Hộ chiếu trải nghiệm "
        "và chưa trúng lần nào (số đứng trước là thứ tự bốc):",
        f"Congratulations to the {won} drawn among {among} who completed their passport and had not won "
        "before (the number in front is the order of drawing):",
    )


def checked_text(drawn: Drawn) -> Bilingual:
    """Whether a drawing holds, before the winners or before what does not hold."""
    entry, won, among = drawn.drawing.entry.ref, len(drawn.winners), drawn.completed
    if drawn.objections or drawn.commitment is None:
        return Bilingual(
            f"Lần bốc thăm {entry} KHÔNG kiểm chứng được:", f"The drawing {entry} does NOT hold:"
        )
    made = drawn.commitment.recorded.astimezone(VIETNAM)
    return Bilingual(
        f"Lần bốc thăm {entry} đúng: {won} người trúng thưởng trong {among} người đã hoàn thành Hộ chiếu "
        "trải nghiệm và chưa trúng lần nào. "
        f"Mã cam kết lập lúc {made:%H:%M} ngày {made:%d/%m/%Y}, xin so với mã đã công bố:",
        f"The drawing {entry} holds: {won} drawn among {among} who completed their passport and had not won "
        "before. "
        f"Commitment made at {made:%H:%M} on {made:%d/%m/%Y}, to compare with the one made public:",
    )


def said_text(said: int | None) -> Bilingual:
    """The number that went into a drawing, if one did."""
    if said is None:
        return Bilingual(
            "Lần bốc thăm này không dùng số do khách đọc.",
            "No number said by a guest went into this drawing.",
        )
    return Bilingual(f"Số do khách đọc: {said}", f"The number that a guest said: {said}")


def not_drawn_text(refused: NotDrawn) -> Bilingual:
    """Why nobody was drawn, and what to do."""
    if refused.problem is DrawProblem.TOO_FEW:
        count = refused.completed
        return Bilingual(
            f"Mới có {count} người hoàn thành Hộ chiếu trải nghiệm mà chưa trúng lần nào. Xin chọn --winners "
            f"từ 1 đến {count}.",
            f"Only {count} completed their passport so far and did not win yet. Please choose --winners from "
            f"1 to {count}.",
        )
    return _PROBLEMS[refused.problem]


def objection_text(objection: Objection) -> Bilingual:
    """What does not hold about a drawing."""
    match objection.ground:
        case Ground.MISSING | Ground.ALTERED:
            entry = objection.entry
            return break_text(Break(entry.device, entry.sequence, objection.ground is Ground.MISSING))
        case Ground.DRAWN_BEFORE:
            return Bilingual(
                f"Mã cam kết này đã dùng cho lần bốc thăm trước: {objection.entry}.",
                f"This commitment was used by an earlier drawing: {objection.entry}.",
            )
        case Ground.NOT_COMMITTED | Ground.OTHER_SECRET | Ground.OTHER_WINNERS:
            return _GROUNDS[objection.ground]


COMMITTED = Bilingual(
    "Máy đã giữ kín một mã bí mật để bốc thăm. Trước khi mở cửa, xin đọc to mã cam kết dưới đây, dán lên "
    "bảng và mời bà con chụp ảnh lại:",
    "A secret for the draw is kept on this machine. Before the doors open, please read the commitment below "
    "out, put it up, and invite people to photograph it:",
)
KEEP = Bilingual(
    "Mã bí mật chỉ có trong kho này: mất kho thì không bốc thăm theo mã này được nữa. "
    "Cuối ngày bốc thăm bằng lệnh: ngayhoi draw run --winners SỐ-NGƯỜI --said SỐ-KHÁCH-ĐỌC",
    "The secret is in this store only; without it nobody can draw under this commitment. "
    "At the end of the day draw with: ngayhoi draw run --winners NUMBER --said GUESTS-NUMBER",
)
ANYONE_CAN_CHECK = Bilingual(
    "Ai cũng có thể kiểm tra lại bằng lệnh: ngayhoi draw verify. Mã bí mật nay công bố:",
    "Anyone can check this with: ngayhoi draw verify. The secret, now public:",
)
NO_DRAW = Bilingual(
    "Nhật ký chưa có lần bốc thăm nào của sự kiện này. Bốc thăm bằng lệnh: "
    "ngayhoi draw run --winners SỐ-NGƯỜI --said SỐ-KHÁCH-ĐỌC",
    "The log has no drawing of this event yet. Draw with: ngayhoi draw run "
    "--winners NUMBER --said GUESTS-NUMBER",
)
FORGOTTEN_PERSON = Bilingual("người đã xóa thông tin", "somebody whose data was deleted")
UNKNOWN_PERSON = Bilingual("người giữ thẻ", "holder of badge")

_PROBLEMS = {
    DrawProblem.COMMITTED_ALREADY: Bilingual(
        "Sự kiện này đã có mã cam kết chưa bốc thăm, nên không tạo mã mới. Mã đã có:",
        "This event has a commitment that was not drawn yet, so no other one is made. It is:",
    ),
    DrawProblem.NO_COMMITMENT: Bilingual(
        "Sự kiện này chưa có mã cam kết. Xin tạo và công bố trước khi bốc thăm: ngayhoi draw commit",
        "This event has no commitment yet. Make one and show it to everybody first: ngayhoi draw commit",
    ),
    DrawProblem.DRAWN_ALREADY: Bilingual(
        "Đã bốc thăm theo mã cam kết này; xem lại bằng lệnh: ngayhoi draw verify. "
        "Muốn bốc lần nữa, xin tạo và công bố mã cam kết mới: ngayhoi draw commit",
        "This commitment was drawn already; look at it with: ngayhoi draw verify. "
        "For another drawing make a new commitment, and make it public: ngayhoi draw commit",
    ),
    DrawProblem.SECRET_ELSEWHERE: Bilingual(
        "Mã bí mật không có trong kho này. Xin bốc thăm trên máy đã tạo mã cam kết.",
        "The secret is not in this store. Please draw on the machine that made the commitment.",
    ),
    DrawProblem.LOG_BROKEN: Bilingual(
        "Nhật ký bị thiếu hoặc bị sửa nên không bốc thăm được. Xem chỗ hỏng bằng lệnh: ngayhoi log --verify",
        "Entries of the log are missing or altered, so nobody is drawn. See where: ngayhoi log --verify",
    ),
    DrawProblem.NOBODY_COMPLETED: Bilingual(
        "Chưa có ai hoàn thành Hộ chiếu trải nghiệm, hoặc ai hoàn thành cũng đã trúng, nên chưa bốc thăm "
        "được.",
        "Nobody has completed their passport yet, or all who did have won already, so nobody can be drawn.",
    ),
}
_GROUNDS = {
    Ground.NOT_COMMITTED: Bilingual(
        "Trước lần bốc thăm này, nhật ký không có mã cam kết của nó.",
        "The log has no commitment of this drawing before it.",
    ),
    Ground.OTHER_SECRET: Bilingual(
        "Mã bí mật đã công bố không khớp với mã cam kết.",
        "The secret that was revealed does not match the commitment.",
    ),
    Ground.OTHER_WINNERS: Bilingual(
        "Người trúng thưởng ghi trong nhật ký không khớp kết quả tính lại: hoặc danh sách đã bị sửa, "
        "hoặc danh mục hay đối tượng của người tham dự đã đổi sau khi bốc, hay máy này ghi khác máy đã bốc.",
        "The winners in the log are not those that are computed again: either they were altered, "
        "or the catalogue or somebody's group changed after the drawing, or is noted otherwise here.",
    ),
}
