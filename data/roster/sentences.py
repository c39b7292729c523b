"""What the clerk is told about rows, in Vietnamese and English."""

from __future__ import annotations

from checkin.names import LONG_NUMBER, NameFlaw, clean
from data.roster.model import RowPlace
from data.roster.values import BirthFlaw, CardFlaw
from stations.model import Bilingual

_QUOTED = 40
"""Characters of a cell that a sentence repeats."""

LUNAR_BIRTH_LEFT_OUT = Bilingual(
    "Dòng chỉ có ngày sinh âm lịch, ô dương lịch để trống: người ấy chưa có năm sinh, nên được tính là người "
    "lớn. Xin ghi ngày sinh hoặc năm sinh vào cột dương lịch rồi nhập lại.",
    "The row has a lunar birth only, and the cell of the solar one is empty: without a birth they "
    "count as an adult. Please write the birth, or its year, into the solar column and try again.",
)
NAME_MISSING = Bilingual(
    "Dòng có thông tin nhưng thiếu họ tên. Xin điền họ tên.",
    "The row has details but no name. Please fill it in.",
)
NAME_FLAWS = {
    NameFlaw.NO_LETTERS: Bilingual("Ô họ tên không có chữ nào.", "The name has no letters."),
    NameFlaw.LONG_NUMBER: Bilingual(
        "Họ tên có kèm số giấy tờ hoặc số điện thoại. Xin xóa số ấy.",
        "The name holds a citizen or telephone number. Please delete that number.",
    ),
    NameFlaw.TOO_LONG: Bilingual(
        "Họ tên quá dài, có thể ô chứa nhiều người. Mỗi người xin ghi một dòng.",
        "The name is too long and may be several people's. Please give each person a row.",
    ),
}
NAME_OF_SEVERAL = Bilingual(
    "Ô họ tên có vẻ ghi nhiều người, hoặc ghi thêm năm sinh hay điều khác. Mỗi người xin ghi một dòng, ô họ "
    "tên chỉ ghi họ tên và không xuống dòng; năm sinh xin ghi ở cột riêng.",
    "The name seems to hold several people, a year of birth or a remark. Please give each person a row, with "
    "nothing but the name and no line break in its cell, and the birth a column of its own.",
)
UNIT_WITH_NUMBER = Bilingual(
    "Đơn vị, hoặc tiêu đề ghi đơn vị, có kèm số giấy tờ hoặc số điện thoại. Xin xóa số ấy.",
    "The unit, or the heading that says it, holds a citizen or telephone number. Please delete that number.",
)
LETTERS_UNREADABLE = Bilingual(
    "Họ tên có chữ bị lỗi phông, không đọc chắc chắn được. Xin gõ lại bằng phông Unicode (Times New Roman).",
    "Letters of the name are damaged or of an old font and cannot be told. Please type it again in Unicode.",
)
LETTERS_DOUBTFUL = Bilingual(
    "Tên hoặc đơn vị có thể gõ bằng phông cũ (TCVN3, VNI) hoặc Unicode, đọc ra khác nhau: xin kiểm tra lại.",
    "The name or unit may be in an old font (TCVN3, VNI) or Unicode and reads otherwise: please look again.",
)
UNCOMPUTED = Bilingual(
    "Ô chứa công thức chưa có kết quả. Xin mở tệp bằng Excel, lưu lại rồi nhập lại.",
    "A cell holds a formula without a result. Please open the file in Excel, save it and try again.",
)
BOTH_SEXES = Bilingual(
    "Cả hai cột Nam và Nữ đều có nội dung. Xin chỉ ghi một cột.",
    "Both the column for men and the one for women are filled. Please fill only one.",
)
NOT_AGREED = Bilingual(
    "Danh sách ghi người này không đồng ý, hoặc ô “Đồng ý” để trống. Xin xóa dòng ấy khỏi tệp; nếu người ấy "
    "đã đồng ý thì ghi “x”.",
    "The list says that this person does not agree, or the cell for it is empty. Please delete the row, or "
    "write “x” if they did agree.",
)
LIKE_A_FOOTER = Bilingual(
    "Dòng giống dòng cộng, ghi chú hoặc phần ký tên: không nhập. Nếu là một người, xin ghi số thứ tự hoặc "
    "ngày sinh của người ấy rồi nhập lại.",
    "The row reads like a total, a note or a signature: left out. If it is a person, please write their "
    "running number or birth and import the list again.",
)
STRUCK = Bilingual(
    "Họ tên bị gạch ngang: không nhập. Nếu người ấy vẫn dự, xin bỏ gạch ngang rồi nhập lại.",
    "The name is struck through: left out. If they take part, please remove the line and import again.",
)
LEFT_OUT = frozenset({LIKE_A_FOOTER, STRUCK})
"""What is said of rows that are no people of the list."""
SEX_UNKNOWN = Bilingual("Giới tính không rõ: để trống.", "The sex cannot be read: left open.")
OLD_CARD = Bilingual(
    "Số CMND cũ (9 số) không dùng đến: bỏ qua.", "An old identity number of 9 digits is not needed: left out."
)
UNIT_MADE_A_DATE = Bilingual(
    "Excel đã đổi lớp thành ngày tháng: đọc là ngày/tháng, như 9/2. Không đúng thì xin định dạng cột ấy là "
    "Văn bản (Text) rồi gõ lại.",
    "The spreadsheet made a date of the class: read as day/month, such as 9/2. If that is wrong, format the "
    "column as Text and type it again.",
)
CARD_UNLIKE_BIRTH = Bilingual(
    "Năm sinh không khớp với số CCCD: xin kiểm tra lại.",
    "The year of birth differs from the one in the citizen number: please look again.",
)
GOES_ON = Bilingual(
    "Dòng còn một họ tên nữa, hoặc có nội dung ở cột không có tiêu đề: không đọc phần ấy. Nếu ở đó ghi người "
    "khác, xin cắt dán xuống dưới danh sách; nếu là điều cần nhập, xin ghi tiêu đề cho cột; rồi nhập lại.",
    "The row has another name, or something in a column without a heading, which is not read. If other "
    "people stand there, please move them below the list; if it is needed, give the column a heading; then "
    "import again.",
)
HIDDEN_ROW = Bilingual(
    "Dòng đang bị ẩn hoặc bị lọc trong Excel. Muốn nhập thì xin bỏ ẩn, bỏ lọc; không thì xóa hẳn dòng ấy; "
    "rồi lưu tệp và nhập lại.",
    "The row is hidden or filtered out in the spreadsheet. Please show it if it is to be imported, else "
    "delete it; then save the file and try again.",
)
HIDDEN_SHEET = Bilingual(
    "Trang tính đang bị ẩn. Nếu cần nhập, xin bỏ ẩn trong Excel rồi nhập lại.",
    "The sheet is hidden. If it is needed, please unhide it in Excel and try again.",
)
NO_HEADER = Bilingual(
    "Không có dòng tiêu đề với cột “Họ và tên”.", "There is no header row with a column “Họ và tên”."
)
NO_PEOPLE = Bilingual("Có tiêu đề nhưng không có người nào.", "There is a header but nobody below it.")

_BIRTH_ANEW = (
    "Xin ghi ngày/tháng/năm, hoặc chỉ năm, hoặc để trống",
    "Please write day/month/year, or the year alone, or leave it empty",
)
_BIRTH = {
    BirthFlaw.UNREADABLE: ("không đọc được", "cannot be read", *_BIRTH_ANEW),
    BirthFlaw.IMPOSSIBLE: ("không có trong lịch", "is no day of the calendar", *_BIRTH_ANEW),
    BirthFlaw.OUT_OF_RANGE: (
        "quá xa trước đây hoặc sau hôm nay",
        "is too long ago or in the future",
        *_BIRTH_ANEW,
    ),
    BirthFlaw.YEAR_MADE_A_DAY: (
        "là năm bị Excel đổi thành ngày",
        "is a year that the spreadsheet made a day of",
        "Xin đặt cột ở dạng Số (Number) rồi gõ lại",
        "Please set the column to Number and type it again",
    ),
}
CARD_REFUSED = {
    CardFlaw.WRONG_LENGTH: Bilingual(
        "Số CCCD phải đủ 12 chữ số. Xin kiểm tra lại hoặc để trống.",
        "A citizen number has 12 digits. Please check it or leave it empty.",
    ),
    CardFlaw.DIGITS_LOST: Bilingual(
        "Số CCCD bị Excel làm mất chữ số (dạng 5,1E+10). Xin đặt cột ở dạng Văn bản và nhập lại số.",
        "The spreadsheet lost digits of the citizen number. Please set the column to Text and type it again.",
    ),
    CardFlaw.NOT_DIGITS: Bilingual(
        "Số CCCD có ký tự không phải chữ số. Xin kiểm tra lại hoặc để trống.",
        "The citizen number has signs that are no digits. Please check it or leave it empty.",
    ),
    CardFlaw.UNCOMPUTED: UNCOMPUTED,
}
"""Why a citizen number is refused; never quotes it."""


def birth_refused(flaw: BirthFlaw, written: str) -> Bilingual:
    """Why a birth is refused and what to write; quotes what the cell says."""
    if flaw is BirthFlaw.UNCOMPUTED:
        return UNCOMPUTED
    vi, en, anew_vi, anew_en = _BIRTH[flaw]
    quoted = _quoted(written)
    return Bilingual(f"Ngày sinh “{quoted}” {vi}. {anew_vi}.", f"The birth “{quoted}” {en}. {anew_en}.")


def order_refused(written: str, month_first: str) -> Bilingual:
    """That a birth may be two days, as another of its column is one only with its month first."""
    one, other = _quoted(written), _quoted(month_first)
    return Bilingual(
        f"Cột này có ô ghi tháng trước ngày (“{other}”), nên không chắc “{one}” là ngày nào. Nếu chỉ ô ấy gõ "
        "nhầm, xin sửa riêng ô ấy; nếu cả cột như vậy, xin ghi lại cả cột theo ngày/tháng/năm.",
        f"A cell of this column writes the month before the day (“{other}”), so the day of “{one}” is not "
        "certain. If only that cell is mistyped, please mend it; else write the column as day/month/year.",
    )


def swapped_refused(written: str, left: str) -> Bilingual:
    """That a birth may be two days, as a spreadsheet in English may have changed its day and month."""
    one, other = _quoted(written), _quoted(left)
    return Bilingual(
        f"Cột này có ô còn là chữ (“{other}”), còn mọi ô đã thành ngày đều là ngày 1 đến 12: Excel tiếng Anh "
        f"có thể đã đổi chỗ ngày và tháng, nên không chắc “{one}” là ngày nào. Xin ghi lại cả cột theo "
        "ngày/tháng/năm, mọi ô cùng là chữ hoặc cùng là ngày.",
        f"Some cells of this column are text (“{other}”), and all that became dates are days 1 to 12: Excel "
        f"in English may have changed day and month, so the day of “{one}” is not certain. Please write the "
        "whole column as day/month/year, every cell as text or every cell as a date.",
    )


def lunar_birth(heading: str) -> Bilingual:
    """That a column states births by the lunar calendar, and that only their year was taken."""
    column = _quoted(heading)
    return Bilingual(
        f"Cột “{column}” ghi theo âm lịch: chỉ lấy năm sinh. Nếu là dương lịch, xin sửa tiêu đề cột.",
        f"The column “{column}” is of the lunar calendar: only the year is taken. If it is of the solar one, "
        "please correct the heading.",
    )


def card_repeated(first: RowPlace) -> Bilingual:
    """That another row has the same citizen number."""
    return Bilingual(
        f"Số CCCD trùng với dòng {first.row}{_on(first, ' trang')}. Xin xóa dòng thừa hoặc sửa số.",
        f"Row {first.row}{_on(first, ' of sheet')} has the same citizen number. Please correct one.",
    )


def child_refused(consent: str, guardians: str, years: int) -> Bilingual:
    """That a consent basis has no force for children, and which one has."""
    return Bilingual(
        f"Chưa đủ {years} tuổi, “{consent}” không dùng được: cha, mẹ hoặc người giám hộ phải đồng ý thay. Đã "
        f"đồng ý thì xin chuyển dòng ấy sang tệp riêng, nhập với --consent-basis {guardians}.",
        f"Not yet {years} years old, “{consent}” does not hold: a parent or guardian has to agree. Then "
        f"please move the row to another file and import it with --consent-basis {guardians}.",
    )


def group_unknown(written: str, taken: Bilingual) -> Bilingual:
    """That a group is not in the catalogue, and which was taken."""
    return Bilingual(
        f"Đối tượng “{_quoted(written)}” không có trong danh mục: xếp vào “{taken.vi}”.",
        f"The group “{_quoted(written)}” is not in the catalogue: taken as “{taken.en}”.",
    )


def group_missing(taken: Bilingual) -> Bilingual:
    """That nothing states the group, and which was taken."""
    return Bilingual(
        f"Danh sách không ghi đối tượng: xếp vào “{taken.vi}”. Không đúng thì xin thêm cột “Đối tượng”.",
        f"No group is stated: taken as “{taken.en}”. If that is wrong, please add a column “Đối tượng”.",
    )


def hamlet_unknown(written: str, taken: str) -> Bilingual:
    """That a hamlet is not in the catalogue, and what was taken."""
    return Bilingual(
        f"Thôn “{_quoted(written)}” không có trong danh mục: ghi “{taken}”.",
        f"The hamlet “{_quoted(written)}” is not in the catalogue: taken as “{taken}”.",
    )


def address_without_hamlet(taken: str) -> Bilingual:
    """That addresses name no hamlet of the catalogue, and what was taken."""
    return Bilingual(
        f"Địa chỉ không có tên thôn trong danh mục: ghi “{taken}”.",
        f"The address names no hamlet of the catalogue: taken as “{taken}”.",
    )


def _quoted(text: str) -> str:
    """Short, and without a number that nobody else is to read."""
    cut = LONG_NUMBER.sub("…", clean(text))
    return cut if len(cut) <= _QUOTED else cut[: _QUOTED - 1] + "…"


def _on(place: RowPlace, word: str) -> str:
    return f"{word} “{_quoted(place.sheet)}”" if place.sheet else ""
