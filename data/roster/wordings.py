"""The words that head the columns of rosters."""

from __future__ import annotations

import re
from functools import lru_cache

from checkin.names import FOLDED_HAMLET_WORDS, clean, fold
from data.roster.model import Meaning

_LONGEST = 60
"""A header is a few words; what is longer is a title or a note."""

_SPOKEN = (
    (Meaning.BIRTH_DAY, r".+\bsinh ngày"),
    (Meaning.BIRTH_MONTH, r".+\bsinh tháng|tháng sinh"),
    (Meaning.BIRTH_YEAR, r".+\bsinh năm"),
    (Meaning.MALE, r"(?:.*\bsinh |giới tính |phái |giới )?nam"),
    (Meaning.FEMALE, r"(?:.*\bsinh |giới tính |phái |giới )?nữ"),
    (Meaning.PHONE, r"đt|số đt"),
    (Meaning.HAMLET, r"bản|làng"),
)
"""Wordings that only their diacritics tell apart (năm and Nam, bản and ban), in lower case."""

_SCHOOLS = r"(?:bo (?:gd\w*|giao duc)|gd|gddt|nganh|moet)\b.*"
"""Whose code of a pupil is no citizen number."""

_UNIONS = "the|tn|tncs|thanh nien|xa|phuong|truong|khoi|co so|cong tac|dai bieu|thon|hoi|doi"
"""What follows "đoàn" where it is no family name."""

_ESCORTS = "nguoi (?:dua don|dai dien|bao lanh|di thay)"
NAMED_BESIDE = (
    rf"(?:ho (?:va )?)?ten (?:ba|ma|con|(?:{_ESCORTS}|gvcn|giao vien chu nhiem|can bo phu trach)(?: .*)?)"
)
"""Who is named beside the people of a list and is not on it, unless nobody else is named.

Without "tên" a teacher's or an official's title stands in lines above lists.
"""

_FOLDED = (
    (Meaning.DISSENT, r"(?!.*dong y.*dong y)(?:.* )?(?:khong|chua) dong y(?: .*)?"),
    (Meaning.CONSENT, r"(?:.* )?dong y(?: .*)?|y kien .*(?:phu huynh|cha me|gia dinh|giam ho).*"),
    (Meaning.RELATIVE, r".*\b(?:cha|me|phu huynh|chu ho|giam ho|nguoi than|vo chong)\b.*"),
    (Meaning.RELATIVE, r"(?:(?:ho (?:va )?)?ten )?(?:bo|vo|chong)"),
    (Meaning.RELATIVE, rf"(?:.* )?{_ESCORTS}|{NAMED_BESIDE}"),
    (Meaning.OTHER, r".*\b(?:ngay|noi|co quan|thoi han) cap\b.*|.*\bhet han\b.*"),
    (Meaning.OTHER, r"noi sinh|que quan|nguyen quan"),
    (
        Meaning.OTHER,
        r"(?!.*\b(?:s?cccd|cmnd|can cuoc|ca nhan|cong an)\b).*\bdinh danh (?:hoc sinh )?(?:cua )?" + _SCHOOLS,
    ),
    (Meaning.CARD, r".*\b(?:s?cccd|cmnd|cmtnd|cmt|ddcn|can cuoc|dinh danh|chung minh)\b.*|so cc"),
    (Meaning.PHONE, r".*\b(?:sdt|dien thoai|di dong|dtdd|so dt|zalo|phone|mobile|tel)\b.*|s d t"),
    (Meaning.EMAIL, r".*\be ?mail\b.*|thu dien tu"),
    (Meaning.BIRTH, r"(?:(?:ngay )?(?:thang )?(?:nam )?|n )?sinh(?: nam| ngay)?(?: am lich| duong lich)?"),
    (Meaning.BIRTH, r"(?:ngay|nam|ngay thang nam) sinh .*|ngay thang nam|ntns|n t n s|ns"),
    (Meaning.BIRTH, r"(?:date|year) of birth|dob|birth\w*(?: \w+)?"),
    (Meaning.SEX, r"gioi tinh|gioi|gt|phai|nam nu|nu nam|gioi tinh nam nu|sex|gender"),
    (Meaning.FEMALE, r"nu"),
    (
        Meaning.FAMILY,
        r"ho|(?:ho (?:va )?)?(?:chu |ten )?(?:dem|lot)|ho dem va ten dem|surname|(?:last|family) name",
    ),
    (Meaning.GIVEN, r"ten|(?:given|first) name"),
    (Meaning.NAME, r"ho (?:va )?(?:chu )?(?:dem )?(?:va )?ten(?: (?!dem|lot).*)?|hoten|full ?name|name"),
    (
        Meaning.NAME,
        r"ten (?:nguoi|hoc sinh|hoc vien|dai bieu|can bo|thanh vien|doan vien|cong dan|hoi vien).*",
    ),
    (Meaning.NAME, r"hoc sinh|hoc vien|nguoi tham (?:du|gia)"),
    (Meaning.GROUP, r"(?:doi tuong|thanh phan|nhom)(?: .*)?|loai(?: doi tuong)?|dien|group"),
    (Meaning.HAMLET, rf"(?:ten )?(?!lang\b)(?:{FOLDED_HAMLET_WORDS})(?: .*)?|hamlet|village"),
    (Meaning.ADDRESS, r"(?:dia chi|ho khau|thuong tru|tam tru|cho o)(?: .*)?|address|dc"),
    (Meaning.ADDRESS, r"noi (?:o|cu tru|thuong tru|tam tru|dang ky)(?: .*)?"),
    (Meaning.UNIT, r"chuc (?:vu|danh)\b.*\b(?:don vi|co quan|noi cong tac)\b.*"),
    (Meaning.ROLE, r"(?:chuc vu|chuc danh|cong viec|vi tri|nhiem vu)(?: .*)?|nghe(?: nghiep)?|role|position"),
    (Meaning.OTHER, r"lop (?:chu nhiem|day|phu trach)(?: .*)?"),
    (Meaning.UNIT, r"(?:don vi|lop|co quan|truong|phong|to chuc|chi doan|chi bo)(?: .*)?"),
    (Meaning.UNIT, rf"doan(?: (?:{_UNIONS})(?: .*)?)?"),
    (Meaning.UNIT, r"(?:chi hoi|hoi|khoi|bo phan)(?: .*)?|noi (?:cong tac|lam viec|hoc)(?: .*)?"),
    (Meaning.UNIT, r"doanh nghiep|cong ty|hop tac xa|htx|unit|class|school|office"),
    (Meaning.ETHNICITY, r"dan toc|ton giao|dan toc ton giao|dt|ethnicity"),
    (Meaning.NUMBER, r"s? ?t ?t|so tt|so thu tu|thu tu|no|sott"),
    (Meaning.NOTE, r"(?:ghi chu|chu thich|luu y)(?: .*)?|notes?|remarks?"),
    (Meaning.SIGNATURE, r"(?:ky|chu ky|diem danh|co mat|vang|xac nhan)(?: .*)?|signature"),
    (Meaning.OTHER, r"(?:trinh do|hoc van|chuyen mon|ket qua|so tien|so the|so nha|ngay vao)(?: .*)?"),
    (
        Meaning.OTHER,
        r"ma(?: (?:so|ho|hoc|hs|sv|gv|cb|nv|dinh|the|vach|qr|bhxh|bhyt|thue|dan|dv|lop|truong)(?: .*)?)?",
    ),
    (Meaning.OTHER, r"ten (?:thuong )?goi(?: .*)?"),
    (Meaning.OTHER, r"tuoi|age|dang vien|doan vien|bhyt|xa|phuong|xa phuong|huyen|tinh|quoc tich|facebook"),
)
"""Wordings without diacritics; the first that fits the whole header counts."""

_RULES = tuple((meaning, re.compile(pattern)) for meaning, pattern in _FOLDED)
_SPOKEN_RULES = tuple((meaning, re.compile(pattern)) for meaning, pattern in _SPOKEN)
_NAMES = re.compile(
    r"(?:trương|vàng) .+|đinh danh .+|chung minh thư.*|chung minh (?!nh[aâ]n|thu\b|nd\b)\w+"
    r"|.*\b(?:m[éèêếềễểệ]|ch[áàả])\b.*"
)
"""Names of people that resemble words of headers without their diacritics: trường, vắng, định danh, mẹ."""
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]")
_NOT_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 12)
def meaning_of(header: str) -> Meaning | None:
    """What a header says its column holds; None if it is none of the known wordings.

    What stands in brackets, such as a date format, counts only if the rest says nothing with it.
    """
    if len(header) > _LONGEST:
        return None
    return _whole(header) or _whole(_ASIDE.sub(" ", header))


def _whole(header: str) -> Meaning | None:
    spoken = _NOT_WORDS.sub(" ", clean(header).lower()).strip()
    for meaning, rule in _SPOKEN_RULES:
        if rule.fullmatch(spoken):
            return meaning
    if _NAMES.fullmatch(spoken):
        return None
    folded = fold(header)
    return next((meaning for meaning, rule in _RULES if folded and rule.fullmatch(folded)), None)
