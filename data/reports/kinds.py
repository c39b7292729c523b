"""What each kind of entry is called in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping

from checkin.participation import Kind

KINDS: Mapping[str, str] = {
    Kind.ADMITTED: "Ghi nhận đến",
    Kind.REFUSED: "Từ chối",
    Kind.LEFT: "Ra về",
    Kind.STAY: "Báo thời gian ở lại",
    Kind.SENT: "Chỉ đến trạm",
    Kind.HELD: "Mời ngồi chờ",
    Kind.CALLED: "Gọi số",
    Kind.DECLINED: "Không đến trạm",
    Kind.GAVE_UP: "Rời hàng chờ",
    Kind.VISIT_IN: "Vào trạm",
    Kind.VISIT_OUT: "Ra khỏi trạm",
    Kind.OUTCOME: "Kết quả thực hành",
    Kind.ABLE_BEFORE: "Tự đánh giá trước",
    Kind.ABLE_AFTER: "Tự đánh giá sau",
    Kind.CONSENTED: "Đồng ý lưu thông tin",
    Kind.CARD_LINKED: "Nhận ra thẻ căn cước",
    Kind.SEATS: "Báo số chỗ của trạm",
    Kind.BOARD: "Máy gọi số",
    Kind.BADGE_REVOKED: "Hủy thẻ",
    Kind.SHOWN: "Xem thông tin một người",
    Kind.CORRECTED: "Sửa thông tin",
    Kind.WITHDRAWN: "Rút lại sự đồng ý",
    Kind.FORGOTTEN: "Xóa thông tin",
    Kind.EXPORTED: "Xuất danh sách",
    Kind.DRAW_COMMITTED: "Cam kết bốc thăm",
    Kind.DRAW_SEEN: "Căn cứ bốc thăm",
    Kind.DRAW_SAID: "Số khách đọc khi bốc thăm",
    Kind.WON: "Trúng thưởng",
    Kind.DRAWN: "Bốc thăm",
    Kind.UNDONE: "Hoàn tác",
    Kind.UNKNOWN: "Không rõ",
}
"""What each kind of entry is called in the list; a kind of a newer version stands for itself."""
