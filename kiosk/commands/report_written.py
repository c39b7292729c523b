"""What writing a report gave, whatever the kind of its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data.reports.figures import Figures
from stations.model import Bilingual

if TYPE_CHECKING:
    from data.reports.words import Words


class ToDo(NamedTuple):
    """What is left for a person to do to the words of a document."""

    blanks: tuple[str, ...] = ()
    """Keys that have yet to be filled in."""
    signed_before: date | None = None
    """The last event's date, where the words say that the report was signed before it."""

    @property
    def record(self) -> dict[str, object]:
        """The members of a command's JSON."""
        return {
            "blanks": list(self.blanks),
            "signed_before": str(self.signed_before) if self.signed_before else None,
        }

    @property
    def notes(self) -> list[Bilingual]:
        """What to tell whoever had the document written."""
        notes = [_blanks(self.blanks)] if self.blanks else []
        return notes + ([_signed_before(self.signed_before)] if self.signed_before else [])


class Written(NamedTuple):
    """A report that was written."""

    figures: Figures
    to_do: ToDo = ToDo()
    beside: tuple[Path, ...] = ()
    """Further files, in the same folder."""
    untold: tuple[str, ...] = ()
    """Totals of all events, `people` or `visits`, that an anonymous file leaves out."""


def to_do(words: Words, blanks: tuple[str, ...], events: Iterable[date]) -> ToDo:
    """What the words leave to do in a report of events on these days."""
    last = max(events)
    return ToDo(blanks, last if words.signed and words.signed < last else None)


def untold_text(untold: Sequence[str], events: int) -> Bilingual:
    """Which totals a file of so many events leaves out, why, and what may help."""
    vi = " và ".join(_TOTALS[total].vi for total in untold)
    en = " and ".join(_TOTALS[total].en for total in untold)
    if events == 1:
        return Bilingual(
            f"Tệp không nêu {vi}: số nhỏ thì ẩn.", f"The file leaves out {en}: small counts are hidden."
        )
    return Bilingual(
        f"Tệp không nêu {vi} của tất cả sự kiện: nêu ra thì biết một số nhỏ. Lập riêng từng sự kiện "
        "(--event) thì có thể nêu được; để cấp tỉnh tổng hợp thì vẫn gửi tệp này.",
        f"The file leaves out {en} of all events: a small count would follow from it. A file of one event "
        "(--event) may tell it; what the province adds up is this one all the same.",
    )


_TOTALS = {
    "people": Bilingual("tổng số người", "the number of people"),
    "visits": Bilingual("tổng số lượt", "the number of visits"),
}


def _blanks(blanks: Sequence[str]) -> Bilingual:
    listed = ", ".join(blanks)
    return Bilingual(
        f"Chỗ trống tô màu còn phải điền, trong tệp phần lời (--words): {listed}.",
        f"Still blank and highlighted, to be filled in in the file of words (--words): {listed}.",
    )


def _signed_before(last: date) -> Bilingual:
    return Bilingual(
        f"Ngày ký (ngay-ky trong tệp phần lời) trước ngày tổ chức sự kiện sau cùng, {last:%d/%m/%Y}. "
        "Xin xem lại.",
        f"The date of signing (ngay-ky in the file of words) is before the last event, {last:%d/%m/%Y}. "
        "Please look at it again.",
    )
