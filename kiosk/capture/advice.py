"""For each flaw that a test scan shows, what to switch off or to set."""

from __future__ import annotations

from kiosk.capture.trial import Flaw
from stations.model import Bilingual

_INPUT_METHOD = Bilingual(
    "đang bật và sửa mất mã. Xin tắt: bấm Ctrl+Shift, hoặc bấm vào chữ V cạnh đồng hồ cho thành chữ E; "
    "không có chữ V thì bấm Win+Space (phím cửa sổ và phím cách), chọn bàn phím English (US).",
    "is switched on and alters codes. Switch it off: press Ctrl+Shift, or click the V beside the clock so "
    "that it becomes E; where there is no V, press Win+Space and choose the keyboard English (US).",
)
_LAYOUT = Bilingual(
    "nên máy quét gõ sai. Xin bấm Win+Space (phím cửa sổ và phím cách) đến khi hiện English (US).",
    "so the scanner types wrong symbols. Press Win+Space until English (US) is shown.",
)


def _with(vi: str, en: str, rest: Bilingual) -> Bilingual:
    return Bilingual(f"{vi} {rest.vi}", f"{en} {rest.en}")


ADVICE = {
    Flaw.NOT_THE_CODE: Bilingual(
        "Đã quét được, nhưng chưa phải mã thử trên màn hình này. Xin quét đúng mã thử; nếu vẫn vậy, xin bấm"
        " Win+Space chọn bàn phím English (US) rồi quét lại.",
        "Something was scanned, but not the test code on this screen. Scan that one; if this stays, press "
        "Win+Space, choose the keyboard English (US) and scan again.",
    ),
    Flaw.TELEX: _with("Bộ gõ tiếng Việt (kiểu Telex)", "A Vietnamese input method (Telex)", _INPUT_METHOD),
    Flaw.VNI: _with("Bộ gõ tiếng Việt (kiểu VNI)", "A Vietnamese input method (VNI)", _INPUT_METHOD),
    Flaw.VIQR: _with("Bộ gõ tiếng Việt (kiểu VIQR)", "A Vietnamese input method (VIQR)", _INPUT_METHOD),
    Flaw.INPUT_METHOD: _with("Bộ gõ tiếng Việt", "An input method", _INPUT_METHOD),
    Flaw.VIETNAMESE_LAYOUT: _with(
        "Máy đang dùng bàn phím Vietnamese của Windows, hàng phím số ra chữ ă â ê,",
        "The keyboard layout Vietnamese of Windows is on, its digits are letters,",
        _LAYOUT,
    ),
    Flaw.AZERTY: _with(
        "Máy đang dùng bàn phím kiểu Pháp (AZERTY)", "The keyboard layout is French (AZERTY)", _LAYOUT
    ),
    Flaw.QWERTZ: _with(
        "Máy đang dùng bàn phím kiểu Đức (QWERTZ)", "The keyboard layout is German (QWERTZ)", _LAYOUT
    ),
    Flaw.OTHER_LAYOUT: _with(
        "Máy đang dùng bàn phím của nước khác", "The keyboard layout is another country's", _LAYOUT
    ),
    Flaw.CAPS_LOCK: Bilingual(
        "Phím Caps Lock đang bật. Xin bấm Caps Lock một lần cho đèn tắt.",
        "Caps Lock is on. Press Caps Lock once, so that its light goes out.",
    ),
    Flaw.NUM_LOCK: Bilingual(
        "Máy quét gõ số bằng bàn phím số, mà phím Num Lock đang tắt. Xin bấm Num Lock một lần cho đèn sáng.",
        "The scanner types digits on the keypad, and Num Lock is off. Press Num Lock once, so that its "
        "light is on.",
    ),
    Flaw.ALT_CODES: Bilingual(
        "Máy quét gõ số bằng cách giữ phím Alt. Xin quét mã cài đặt bàn phím “USA” (tắt “ALT mode”) trong "
        "sách hướng dẫn của máy quét.",
        "The scanner types digits by holding Alt. Scan the set-up code for the keyboard “USA” (“ALT mode” "
        "off) in the scanner's manual.",
    ),
    Flaw.SLOW: Bilingual(
        "Máy quét gõ chậm như người gõ. Xin quét mã cài đặt “inter-character delay: 0” trong sách hướng dẫn"
        " của máy quét.",
        "The scanner types as slowly as a person. Scan the set-up code “inter-character delay: 0” in the "
        "scanner's manual.",
    ),
    Flaw.UPPER: Bilingual(
        "Máy quét đổi chữ thường thành chữ hoa; thẻ tham dự vẫn quét được. Nên đặt lại máy quét: không đổi "
        "chữ.",
        "The scanner makes small letters capitals; badges are read all the same. Better set it to change no"
        " case.",
    ),
    Flaw.LOWER: Bilingual(
        "Máy quét đổi chữ hoa thành chữ thường; thẻ tham dự vẫn quét được. Nên đặt lại máy quét: không đổi "
        "chữ.",
        "The scanner makes capitals small; badges are read all the same. Better set it to change no case.",
    ),
    Flaw.NAME_REPAIRED: Bilingual(
        "Chữ có dấu qua máy quét bị đổi, nhưng chương trình sửa lại được.",
        "The scanner alters Vietnamese letters, but the program restores them.",
    ),
    Flaw.NAME_LOST: Bilingual(
        "Chữ có dấu qua máy quét bị mất: thẻ tham dự vẫn tốt, còn thẻ căn cước thì tên sẽ phải hỏi lại. "
        "Muốn hết, xin đặt máy quét sang chế độ cổng nối tiếp (USB-COM), hoặc quét thẻ căn cước bằng máy "
        "ảnh.",
        "Vietnamese letters are lost in this scanner: badges are fine, but the names of citizen cards have "
        "to be asked for. To mend it set the scanner to USB-COM, or show citizen cards to a camera.",
    ),
}
"""A sentence or two, each naming the key to press."""
