"""What reading a roster gives: people, what was understood, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from checkin.person import Birth, Sex
from stations.model import Bilingual


class Meaning(StrEnum):
    """What a column holds."""

    NAME = "name"
    FAMILY = "family-name"
    """Family and middle names; the given name stands in the next column."""
    GIVEN = "given-name"
    BIRTH = "birth"
    BIRTH_DAY = "birth-day"
    BIRTH_MONTH = "birth-month"
    BIRTH_YEAR = "birth-year"
    SEX = "sex"
    MALE = "male"
    """A mark, or the birth of a man."""
    FEMALE = "female"
    """A mark, or the birth of a woman."""
    GROUP = "group"
    HAMLET = "hamlet"
    ADDRESS = "address"
    UNIT = "unit"
    CARD = "card"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    ROLE = "role"
    ETHNICITY = "ethnicity"
    RELATIVE = "relative"
    CONSENT = "consent"
    """A mark or word of those who agreed to be on the list."""
    DISSENT = "dissent"
    """A mark of those who did not."""
    SIGNATURE = "signature"
    NOTE = "note"
    OTHER = "other"
    """A known kind of column that the programme has no use for."""
    UNKNOWN = "unknown"

    @property
    def label(self) -> Bilingual:
        """How the preview says the column was understood, and whether it is kept."""
        return _LABELS[self]


_NOT_KEPT = ("hiểu, không lưu", "understood, not kept")
_LABELS = {
    Meaning.NAME: Bilingual("Họ và tên", "Full name"),
    Meaning.FAMILY: Bilingual("Họ và tên đệm", "Family and middle names"),
    Meaning.GIVEN: Bilingual("Tên", "Given name"),
    Meaning.BIRTH: Bilingual("Ngày sinh hoặc năm sinh", "Date or year of birth"),
    Meaning.BIRTH_DAY: Bilingual("Ngày trong ngày sinh", "Day of birth"),
    Meaning.BIRTH_MONTH: Bilingual("Tháng trong ngày sinh", "Month of birth"),
    Meaning.BIRTH_YEAR: Bilingual("Năm trong ngày sinh", "Year of birth"),
    Meaning.SEX: Bilingual("Giới tính", "Sex"),
    Meaning.MALE: Bilingual("Nam: dấu hoặc ngày, năm sinh", "Men: a mark or their birth"),
    Meaning.FEMALE: Bilingual("Nữ: dấu hoặc ngày, năm sinh", "Women: a mark or their birth"),
    Meaning.GROUP: Bilingual("Đối tượng", "Group"),
    Meaning.HAMLET: Bilingual("Thôn", "Hamlet"),
    Meaning.ADDRESS: Bilingual("Địa chỉ: chỉ lấy tên thôn", "Address: only the hamlet is taken"),
    Meaning.UNIT: Bilingual("Lớp, cơ quan, đơn vị", "Class, office or unit"),
    Meaning.CARD: Bilingual(
        "Số CCCD, số định danh: không lưu số, chỉ lưu mã nhận lại",
        "Citizen number: only a keyed hash is kept",
    ),
    Meaning.NUMBER: Bilingual("Số thứ tự", "Running number"),
    Meaning.PHONE: Bilingual(f"Điện thoại ({_NOT_KEPT[0]})", f"Telephone ({_NOT_KEPT[1]})"),
    Meaning.EMAIL: Bilingual(f"Thư điện tử ({_NOT_KEPT[0]})", f"E-mail ({_NOT_KEPT[1]})"),
    Meaning.ROLE: Bilingual(f"Chức vụ, nghề nghiệp ({_NOT_KEPT[0]})", f"Position ({_NOT_KEPT[1]})"),
    Meaning.ETHNICITY: Bilingual(f"Dân tộc, tôn giáo ({_NOT_KEPT[0]})", f"Ethnicity ({_NOT_KEPT[1]})"),
    Meaning.RELATIVE: Bilingual(f"Người thân ({_NOT_KEPT[0]})", f"Relatives ({_NOT_KEPT[1]})"),
    Meaning.CONSENT: Bilingual(
        "Đồng ý: ai để trống hoặc ghi “không” thì không nhập",
        "Consent: whoever left it empty or said no is refused",
    ),
    Meaning.DISSENT: Bilingual(
        "Không đồng ý: ai có dấu thì không nhập", "No consent: whoever has a mark is refused"
    ),
    Meaning.SIGNATURE: Bilingual(f"Chữ ký, điểm danh ({_NOT_KEPT[0]})", f"Signature ({_NOT_KEPT[1]})"),
    Meaning.NOTE: Bilingual(f"Ghi chú ({_NOT_KEPT[0]})", f"Notes ({_NOT_KEPT[1]})"),
    Meaning.OTHER: Bilingual(f"Thông tin khác ({_NOT_KEPT[0]})", f"Other details ({_NOT_KEPT[1]})"),
    Meaning.UNKNOWN: Bilingual("Chưa hiểu cột này, bỏ qua", "Not understood, left out"),
}


@dataclass(frozen=True, slots=True, order=True)
class RowPlace:
    """Where in the file something stands."""

    sheet: str
    """Name of the sheet; empty for a text file."""
    row: int
    """Row number as the spreadsheet shows it, from 1."""


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """One person as a roster states them; not yet known to the store."""

    place: RowPlace
    name: str
    """NFC, single spaces, at least one letter."""
    birth: Birth | None
    sex: Sex | None
    group: str
    """Code of a group of the programme."""
    hamlet: str
    """Code of a hamlet of the programme."""
    unit: str = ""
    card_number: str | None = field(default=None, repr=False)
    """The 12-digit citizen number, in memory only: the store keeps a keyed hash of it."""
    is_hidden: bool = False
    """Whether a filter, or somebody, put the row out of sight."""


@dataclass(frozen=True, slots=True)
class Column:
    """How one column was understood, for the preview."""

    sheet: str
    letter: str
    """As the spreadsheet shows it: A, B ... AA."""
    header: str
    """The header as read, empty if it had none."""
    meaning: Meaning
    filled: int
    """How many rows of people, refused ones included, have something in it."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row with personal data that cannot be taken as it stands."""

    place: RowPlace
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class RosterWarning:
    """Something taken in a way the clerk should look over."""

    text: Bilingual
    places: tuple[RowPlace, ...]


@dataclass(frozen=True, slots=True)
class SkippedSheet:
    """A sheet of which nothing was read."""

    name: str
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class Reading:
    """What a roster says, with everything that was left out made visible."""

    people: tuple[RosterPerson, ...]
    """In the order of the file; homonyms and likely duplicates included."""
    columns: tuple[Column, ...]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[RosterWarning, ...]
    skipped: tuple[SkippedSheet, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no row was refused.

        An import is all or nothing: a reading that is not whole is imported only when the clerk,
        shown the refused rows, asks to go on without them.
        """
        return not self.refused


class Obstacle(StrEnum):
    """Why a file could not be read as a roster at all."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_A_SPREADSHEET = "not-a-spreadsheet"
    OLD_FORMAT = "old-format"
    PROTECTED = "protected"
    LETTERING = "lettering"
    OPEN_QUOTE = "open-quote"
    NO_HEADER = "no-header"
    NO_PEOPLE = "no-people"
    TWO_LISTS = "two-lists"
    NO_GIVEN_NAMES = "no-given-names"


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A file that gives no people, and what to do next."""

    obstacle: Obstacle
    row: int = 0
    """Where it stands, from 1, if that is known."""

    @property
    def sentence(self) -> Bilingual:
        """What is wrong and what the clerk can do about it."""
        sentence = _SENTENCES[self.obstacle]
        return Bilingual(sentence.vi.format(self.row), sentence.en.format(self.row))


_SENTENCES = {
    Obstacle.MISSING: Bilingual(
        "Không tìm thấy tệp này. Xin kiểm tra lại tên tệp và thư mục.",
        "There is no such file. Please check the file's name and folder.",
    ),
    Obstacle.UNREADABLE: Bilingual(
        "Không đọc được tệp, có thể tệp bị hỏng. Xin mở bằng Excel, chọn Lưu thành .xlsx rồi nhập lại.",
        "The file may be damaged. Please open it in Excel, save it as .xlsx and try again.",
    ),
    Obstacle.EMPTY: Bilingual(
        "Tệp không có nội dung. Xin chọn đúng tệp danh sách.",
        "The file is empty. Please choose the file with the list.",
    ),
    Obstacle.TOO_LARGE: Bilingual(
        "Tệp quá lớn so với một danh sách (trên 200.000 dòng hoặc 50 MB). Xin tách thành nhiều tệp nhỏ hơn.",
        "The file is too large for a list (over 200,000 rows or 50 MB). Please split it into smaller files.",
    ),
    Obstacle.NOT_A_SPREADSHEET: Bilingual(
        "Đây không phải bảng tính. Xin gửi danh sách ở dạng Excel (.xlsx) hoặc CSV.",
        "This is not a spreadsheet. Please use an Excel (.xlsx) or CSV file.",
    ),
    Obstacle.OLD_FORMAT: Bilingual(
        "Tệp ở định dạng cũ. Xin mở bằng Excel, chọn Lưu thành, kiểu “Excel Workbook (.xlsx)”, rồi nhập lại.",
        "The file is in another format. Please save it from Excel as “Excel Workbook (.xlsx)” and try again.",
    ),
    Obstacle.PROTECTED: Bilingual(
        "Tệp có mật khẩu. Xin mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập lại.",
        "The file has a password. Please open it in Excel, remove the password, save and try again.",
    ),
    Obstacle.LETTERING: Bilingual(
        "Chữ Việt trong tệp bị lỗi phông, không đọc chắc chắn được. Xin chuyển sang phông Unicode "
        "(Times New Roman), kiểm tra lại chữ rồi nhập lại.",
        "The Vietnamese letters in the file cannot be read with certainty. Please convert it to Unicode, "
        "look it over and try again.",
    ),
    Obstacle.OPEN_QUOTE: Bilingual(
        'Dòng {} có dấu nháy kép (") mở ra mà không đóng đúng chỗ, nên không rõ ô ấy hết ở đâu. Xin mở tệp '
        "bằng Notepad, xóa hoặc đóng dấu nháy ấy, lưu lại rồi nhập lại.",
        'Line {} opens a quotation mark (") that is not closed where a cell ends. Please open the file in '
        "Notepad, delete or close that mark, save and try again.",
    ),
    Obstacle.NO_HEADER: Bilingual(
        "Không tìm thấy dòng tiêu đề. Xin thêm một dòng có cột “Họ và tên” ngay trên danh sách.",
        "No header row was found. Please add a row with a column “Họ và tên” right above the list.",
    ),
    Obstacle.NO_PEOPLE: Bilingual(
        "Có dòng tiêu đề nhưng không có người nào bên dưới. Xin chọn đúng tệp danh sách.",
        "There is a header but nobody below it. Please choose the file with the list.",
    ),
    Obstacle.TWO_LISTS: Bilingual(
        "Có hai danh sách đặt cạnh nhau. Xin cắt danh sách bên phải, dán xuống dưới danh sách bên trái rồi "
        "nhập lại. Nếu bên phải là người thân, xin ghi rõ ở tiêu đề từng cột, như “Họ tên phụ huynh”, “SĐT "
        "phụ huynh”.",
        "Two lists stand side by side. Please move the one on the right below the one on the left and try "
        "again. If relatives stand there, please say so in each heading, as in “Họ tên phụ huynh”, “SĐT phụ "
        "huynh”.",
    ),
    Obstacle.NO_GIVEN_NAMES: Bilingual(
        "Cột ngay bên phải cột họ tên không có tiêu đề, nên không chắc đó là tên hay là điều khác. Xin ghi "
        "tiêu đề cho cột ấy: “Tên” nếu họ tên viết ở hai cột, hoặc tiêu đề khác như “Tên gọi”, rồi nhập lại.",
        "The column right of the names has no heading, so it is not certain whether it ends them. Please "
        "write one: “Tên” if names stand in two columns, or another such as “Tên gọi”, and try again.",
    ),
}
