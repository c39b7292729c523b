"""What a line of the desk's recent list keeps, however long the name."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from checkin.admission import Reason, Refuse
from checkin.desk import Answer
from checkin.identity import Recognised
from checkin.local_time import VIETNAM
from checkin.participation import Presence
from kiosk.screens.desk_strip import line_of
from kiosk.screens.desk_words import HEADLINES, SHORT, Notice, Tone, name_within, notice
from stations.model import Bilingual, Go, Nothing
from tests.builders import catalogue, person

NARROW = 29
"""Columns of the list at 80."""
NOW = datetime(2025, 9, 26, 9, 20, tzinfo=VIETNAM)
NAMED = set(Reason) - {
    Reason.FORGED_BADGE,
    Reason.REVOKED_BADGE,
    Reason.OTHER_PROGRAMME,
    Reason.AMBIGUOUS,
    Reason.UNKNOWN_BADGE,
    Reason.UNKNOWN_CARD,
    Reason.FOREIGN_CODE,
    Reason.UNREADABLE,
}
"""Reasons that come with a person's name."""


@pytest.mark.parametrize(
    ("width", "short"),
    [
        (30, "Nguyễn Thị Hồng Yến"),
        (18, "N. Thị Hồng Yến"),
        (14, "N. T. Hồng Yến"),
        (12, "N. T. H. Yến"),
        (5, "Yến"),
        (2, "Y…"),
    ],
)
def test_a_name_keeps_its_given_name_longest(width: int, short: str) -> None:
    assert name_within("Nguyễn Thị Hồng Yến", width) == short


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_name_never_takes_more_than_its_room(name: str, width: int) -> None:
    assert cell_len(name_within(name, width)) <= width


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("mark", ["✔", "[OK]"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_sign_and_outcome_show_beside_the_longest_name(reason: Reason, mark: str, language: str) -> None:
    name = "Nguyễn Phước Thị Hồng Ngọc Quyên" if reason in NAMED else ""
    outcome = getattr(SHORT[reason], language)
    line = line_of(
        Notice(Tone.GOOD, HEADLINES[reason], NOW, name, short=SHORT[reason]), mark, outcome, NARROW
    )
    assert cell_len(line) == NARROW
    assert line.startswith(f"09:20 {mark} ")
    assert line.rstrip().endswith(outcome)
    assert ("Q" in line) is (reason in NAMED)


def test_a_notice_without_a_short_form_is_told_by_its_headline() -> None:
    told = Notice(Tone.BAD, Bilingual("CHƯA GHI ĐƯỢC", "NOT RECORDED"), NOW)
    assert told.brief == Bilingual("Chưa ghi được", "Not recorded")


@pytest.mark.parametrize(("call", "said"), [(Nothing(), "không còn trạm"), (Nothing(12), "khoảng 12 phút")])
def test_whoever_is_in_already_and_has_nothing_left_is_told_so_at_a_desk(call: Nothing, said: str) -> None:
    answer = Answer(Recognised(person()), Refuse(Reason.ALREADY_HERE), None, call, Presence())
    assert said in notice(answer, catalogue(), NOW).text.vi


@pytest.mark.parametrize("reason", [Reason.ALREADY_HERE, Reason.SCANNED_TWICE])
def test_the_way_comes_first_as_it_is_to_be_read_out(reason: Reason) -> None:
    answer = Answer(Recognised(person()), Refuse(reason), None, Go("vneid", 0), Presence())
    assert notice(answer, catalogue(), NOW).text.vi.startswith("Mời chị đến Trạm")
