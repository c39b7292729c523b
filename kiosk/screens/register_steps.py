"""What each step of a registration shows."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Label, Static

from checkin.address import OUTSIDE
from checkin.event import Programme
from checkin.person import SEX_NAMES, Sex
from kiosk.screens.base import Spoken
from kiosk.screens.consent import FOR_HELP, STILL_WELCOME, consent_choices, consent_words
from kiosk.screens.register_form import Form
from kiosk.widgets.choices import Choices
from kiosk.widgets.field import Field
from kiosk.wording import joined

_AROUND_CONSENT = 14
"""Rows of a screen that are not the words of consent."""


class Step(Enum):
    """What is on the screen."""

    CONSENT = auto()
    WHO = auto()
    WHERE = auto()
    REVIEW = auto()
    """In place of the two before it, after a card that left nothing open."""
    DECLINED = auto()


STEPS = (Step.CONSENT, Step.WHO, Step.WHERE)
"""Those that are numbered."""
_ROOM = 200
"""Letters that may be typed for a name: more than one has, so that too many are told of and not lost."""
SEXES = (Sex.FEMALE, Sex.MALE, None)
"""In the order in which they are offered."""


def compose_step(step: Step, form: Form, screen: Spoken[Any]) -> ComposeResult:
    """The widgets of a step, filled in with what was said so far."""
    match step:
        case Step.CONSENT:
            yield from _consent(form, screen)
        case Step.WHO:
            yield from _who(form, screen)
        case Step.WHERE:
            yield from _where(form, screen)
        case Step.REVIEW:
            yield from _review(form, screen)
        case Step.DECLINED:
            yield from _declined(screen)


def _consent(form: Form, screen: Spoken[Any]) -> ComposeResult:
    if form.name:
        yield Static(form.name, classes="title", markup=False)
    basis = form.basis(screen.ngayhoi.clock())
    with VerticalScroll(can_focus=False, id="consent-words") as rows:
        rows.styles.max_height = max(1, screen.app.size.height - _AROUND_CONSENT)
        yield Static(consent_words(screen, basis, form.programme), markup=False)
    yield consent_choices(screen)
    vi, en = "Bấm số 1 hoặc số 2.", "Press 1 or 2."
    if not form.birth:
        years = form.programme.guardian_under
        vi += f" Người dưới {years} tuổi: cha, mẹ hoặc người giám hộ trả lời."
        en += f" Under {years}, a parent or guardian answers."
    yield Static(screen.say(vi, en), classes="hint")


def _who(form: Form, screen: Spoken[Any]) -> ComposeResult:
    yield Label(screen.say("Họ và tên", "Full name"), classes="title")
    if form.card and not form.card.name_is_certain:
        vi = f"Máy quét đọc là: {form.card.name or '–'}. Xin xem lại và sửa cho đúng."
        en = f"The scanner read: {form.card.name or '–'}. Please check and correct it."
        yield Static(screen.say(vi, en), id="doubtful", markup=False)
    yield Field(form.name, id="name", max_length=_ROOM)
    vi, en = (
        "Ngày sinh (05/03/1957) hoặc chỉ năm sinh (1957)",
        "Date of birth, day/month/year (25/03/1957), or the year (1957)",
    )
    yield Label(screen.say(vi, en), classes="title")
    yield Field(form.birth, id="birth", max_length=12)
    sexes = [screen.tell(SEX_NAMES[sex]) if sex else screen.say("Không nêu", "Not stated") for sex in SEXES]
    known = SEXES.index(form.sex) if form.sex else None
    yield Choices(sexes, id="sex", marked=known)
    hint = screen.say("Gõ xong mỗi ô, bấm Enter. Nam, nữ: bấm số.", "Enter after each; a digit for the sex.")
    yield Static(hint, classes="hint")


def _where(form: Form, screen: Spoken[Any]) -> ComposeResult:
    programme = form.programme
    groups = [screen.tell(group.name) for group in programme.groups]
    is_open = form.group == programme.default_group and form.is_child(screen.ngayhoi.clock())
    group = None if is_open else _place(form.group, programme)
    with Horizontal():
        with Vertical():
            yield Label(screen.say("Đối tượng", "Group"), classes="title")
            yield Choices(groups, id="group", marked=group)
        with Vertical():
            yield Label(screen.say("Thôn", "Hamlet"), classes="title")
            hamlets = [hamlet.code for hamlet in programme.hamlets]
            known = hamlets.index(form.hamlet) if form.hamlet in hamlets else None
            yield Choices([_hamlet(code, programme, screen) for code in hamlets], id="hamlet", marked=known)
    hint = screen.say("Bấm số, hoặc mũi tên rồi Enter.", "A digit, or arrows and Enter.")
    yield Static(hint, classes="hint")


def _hamlet(code: str, programme: Programme, screen: Spoken[Any]) -> str:
    """What a hamlet is called; for a visitor from abroad, what is no name of a place is said in English."""
    name = programme.hamlet_name(code)
    meaning = {OUTSIDE: "elsewhere", programme.unknown_hamlet: "not known"}.get(code)
    return screen.say(name, f"{name} ({meaning})") if meaning else name


def _review(form: Form, screen: Spoken[Any]) -> ComposeResult:
    programme = form.programme
    hamlet, group = _hamlet(form.hamlet or "", programme, screen), programme.group(form.group)
    sex = screen.tell(SEX_NAMES[form.sex]) if form.sex else ""
    place = screen.say(f"Thôn: {hamlet}", f"Hamlet: {hamlet}") if hamlet else ""
    yield Label(screen.say("Thông tin trên thẻ căn cước", "From the citizen card"), classes="hint")
    yield Static(form.name.upper(), classes="title", markup=False)
    yield Static(f"{form.birth}   {sex}", markup=False)
    yield Static(place, markup=False)
    yield Static(screen.tell(group.name) if group else "", markup=False, id="review-group")
    lines = [
        screen.say("Đúng rồi, hoàn tất", "Right, finish"),
        screen.say("Sửa họ tên, ngày sinh", "Correct name or date of birth"),
        screen.say("Sửa đối tượng, thôn", "Correct group or hamlet"),
    ]
    yield Choices(lines, id="review", marked=0, roomy=True)
    yield Static(screen.say("Bấm số 1 hoặc Enter.", "Press 1 or Enter."), classes="hint")


def _declined(screen: Spoken[Any]) -> ComposeResult:
    vi = "Vâng, không có thông tin nào của Quý vị được lưu lại."
    yield Static(screen.say(vi, "Very well: nothing about you was kept."), classes="title")
    help_there = [] if screen.ngayhoi.face.is_manned else [FOR_HELP]
    yield Static(screen.tell(joined(STILL_WELCOME, *help_there)))
    yield Static(screen.say("Enter: xong", "Enter: done"), classes="hint")


def _place(group: str, programme: Programme) -> int | None:
    codes = [known.code for known in programme.groups]
    return codes.index(group) if group in codes else None
