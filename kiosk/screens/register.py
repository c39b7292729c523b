"""Someone without a badge gets one, in at most four short steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from checkin.citizen_card import CitizenCard
from checkin.desk import Desk, Scan
from checkin.event import Programme
from checkin.identity import Identity, Unknown, recognise
from checkin.names import fold
from checkin.payload import read
from checkin.person import Birth, Person, read_birth
from checkin.ports import NoDeviceNumber
from checkin.registration import Registered, register
from kiosk.messages import Done, Failed, Scanned
from kiosk.screens.base import Spoken
from kiosk.screens.choose import Choose, Chosen
from kiosk.screens.desk_words import NONE
from kiosk.screens.device_number import DeviceNumber
from kiosk.screens.register_form import Form
from kiosk.screens.register_steps import SEXES, STEPS, Step, compose_step
from kiosk.widgets.choices import Choices
from kiosk.widgets.field import Field
from kiosk.widgets.keys import KeyBar
from stations.model import Bilingual

_NAMESAKES = 8
_LOOKED_AT = 500
"""People of a name among whom those born then are looked for: more than a commune has."""


class Register(Spoken[Registered | Person]):
    """Asks for consent, then who it is, then group and hamlet; a citizen card fills it in at any step.

    Returns what the person leaves with; someone who turned out to be on the list already and is still
    to be received; or None if it was given up. Nothing is kept before the last answer.
    """

    CSS_PATH = "register.tcss"
    takes_scans = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, id="register.back"),
        Binding("enter", "leave_declined", show=False),
    ]

    def __init__(self, programme: Programme, card: CitizenCard | None = None) -> None:
        """`card` is a citizen card that was shown and is on no list."""
        super().__init__()
        self.form = Form.of_card(card, programme) if card else Form.blank(programme)
        self.step = Step.CONSENT
        self._who_is_done = False
        self._nobody_known: tuple[str, Birth | None] | None = None
        """The name and birth of which it is known that nobody on the list is meant."""
        self._asked: tuple[str, Birth | None] | None = None
        """Whose namesakes are being looked for, if any: a second answer meanwhile asks about them once."""
        self._namesakes: Sequence[Person] = ()
        """Who is to be asked about once this registration is on top again."""
        self._busy = self._is_going = False
        self._being_read: list[Scan] = []
        """Cards whose owner is still looked up."""
        self._too_late: list[Scan] = []
        """Cards that came while this registration was being kept."""
        self._result: Registered | Person | None = None
        self._problem = NONE
        """What is to be put right, if anything."""

    @property
    def patience(self) -> float | None:
        """As long as for anything half done, for ever where a volunteer asks; a farewell takes less."""
        settings = self.ngayhoi.settings
        if self.step is Step.DECLINED:
            return settings.result_seconds
        return None if self.ngayhoi.face.is_manned else settings.idle_seconds

    @property
    def stays(self) -> bool:
        """Not when nothing was said yet."""
        return self.form.is_begun and self.step is not Step.DECLINED

    @property
    def asks(self) -> bool:
        """Until a no was thanked for."""
        return self.step is not Step.DECLINED

    @property
    def is_working(self) -> bool:
        """While namesakes are looked for, and until a step is shown."""
        return self._is_going or self._asked is not None

    def compose(self) -> ComposeResult:
        """The step that is reached."""
        number = f"  {STEPS.index(self.step) + 1}/{len(STEPS)}" if self.step in STEPS else ""
        yield Static(self.say(f"Đăng ký mới{number}", f"New registration{number}"), id="register-title")
        with Vertical(id="register-step"):
            yield from compose_step(self.step, self.form, self)
        yield Static(self.tell(self._problem), id="problem", classes="problem", markup=False)
        back, other = self.say("Quay lại", "Back"), self.say("English", "Tiếng Việt")
        yield KeyBar([("escape", "Esc", back), ("f2", "F2", other)])

    def on_mount(self) -> None:
        """Begin."""
        self._focus_first()

    async def go(self, step: Step) -> None:
        """Show a step."""
        self.step, self._problem, self._is_going = step, NONE, True
        self.ngayhoi.moved_on()
        await self.recompose()
        self._focus_first()
        self._is_going = False
        self.wait_for_someone()

    def on_screen_resume(self) -> None:
        """Return what was finished while another screen was on top, or ask what came up meanwhile."""
        self._leave()
        self._ask_which()

    def scanned(self, scan: Scan) -> None:
        """A card on no list fills the form in; everything else is for the face."""
        payload = read(scan.data, from_wedge=scan.typed)
        if isinstance(payload, CitizenCard):
            desk = self.ngayhoi.desk
            self._being_read.append(scan)
            self.ngayhoi.clerk.do("recognise", lambda: (scan, _recognised(payload, desk)), self)
        else:
            self.ngayhoi.face.scanned(scan)

    def on_unmount(self) -> None:
        """Leave cards that were shown too late for this registration to whoever takes scans after it."""
        for scan in self._too_late:
            self.ngayhoi.answering.take_later(scan)
        for scan in self._being_read:
            self.app.post_message(Scanned(scan))

    def give_up(self) -> None:
        """Go away, unless a badge is just being made that nobody would see."""
        if self._busy:
            self.wait_for_someone()
        else:
            super().give_up()

    async def take_card(self, card: CitizenCard) -> None:
        """Fill the form in from a card, and begin again where it is somebody else's, which is told."""
        self.ngayhoi.uncover(self)
        before, self.form = self.form, self.form.take(card)
        if before.name and before.is_of_another(card):
            left = Bilingual(f"Chưa đăng ký xong: {before.name}.", f"Not registered yet: {before.name}.")
            self.app.notify(self.tell(left), severity="warning", markup=False, timeout=_LEFT_OVER)
        self._who_is_done, self._namesakes = False, ()
        await self.go(Step.CONSENT if self.form.agreed is None else self._next_step())

    @on(Done)
    async def done(self, message: Done) -> None:
        """Go on with what the clerk found or kept."""
        message.stop()
        match message.work, message.result:
            case "recognise", (Scan() as scan, identity):
                await self._recognised(scan, identity)
            case "namesakes", list(people):
                asked, self._asked = self._asked, None
                if self.step is not Step.WHO:
                    return
                if asked == _who(self.form):
                    await self._ask_namesakes(people)
                else:
                    await self._finish_who()
            case "register", None:
                self._busy = False
                self.app.push_screen(DeviceNumber(), self._numbered)
            case "register", Registered() as registered:
                self._result = registered
                self._leave()

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say what the store says; the last answer can be given again."""
        message.stop()
        if message.work == "recognise":
            self._being_read.pop(0)
            self.ngayhoi.answering.beep(refused=True)
        elif message.work == "register":
            self._busy = False
            self._too_late = []  # whoever showed one shows it again: nothing was said to them
        else:
            self._asked = None
        self.complain(message.sentence)

    @on(Field.Changed)
    def typed(self, message: Field.Changed) -> None:
        """Keep what is typed at once, so that nothing is lost whatever comes next."""
        message.stop()
        if message.input.is_attached:
            setattr(self.form, "name" if message.input.id == "name" else "birth", message.value)

    @on(Field.Submitted)
    def entered(self, message: Field.Submitted) -> None:
        """Go on to the next question, unless there is something to correct."""
        message.stop()
        if message.input.id == "name" and not self._complain_about_name():
            self._move_to("#birth")
        elif message.input.id == "birth" and not self._complain_about_birth():
            self._move_to("#sex")

    @on(Choices.Undecided)
    def undecided(self, message: Choices.Undecided) -> None:
        """Nothing is answered for anybody by Enter alone."""
        message.stop()
        self.complain(_A_DIGIT)

    @on(OptionList.OptionSelected)
    async def chosen(self, message: OptionList.OptionSelected) -> None:
        """Take an answer from a list."""
        message.stop()
        index, programme = message.option_index, self.form.programme
        match message.option_list.id:
            case "consent":
                await self._consented(agreed=index == 0)
            case "sex":
                self.form.sex = SEXES[index]
                await self._finish_who()
            case "group":
                self.form.group = programme.groups[index].code
                self._move_to("#hamlet")
            case "hamlet":
                self.form.hamlet = programme.hamlets[index].code
                if self.query_one("#group", Choices).highlighted is None:
                    self.complain(_A_DIGIT)
                    self._move_to("#group")
                else:
                    await self._finish()
            case "review":
                await self._reviewed(index)

    async def action_back(self) -> None:
        """One step back; before the first, away; never while the answers are being kept."""
        if self._busy:
            return
        match self.step:
            case Step.WHO | Step.REVIEW:
                self._who_is_done = False
                await self.go(Step.CONSENT)
            case Step.WHERE:
                await self.go(Step.WHO)
            case Step.CONSENT if self._who_is_done:
                await self.go(Step.WHO)
            case Step.DECLINED:
                self.give_up()
            case _:
                self.dismiss(None)

    def action_leave_declined(self) -> None:
        """Enter closes the farewell."""
        if self.step is Step.DECLINED:
            self.give_up()

    def complain(self, problem: Bilingual) -> None:
        """Say what to do next."""
        self._problem = problem
        self.query_one("#problem", Static).update(self.tell(problem))

    def _move_to(self, question: str) -> None:
        self.query_one(question).focus()
        self.ngayhoi.moved_on()

    def _focus_first(self) -> None:
        first = next(iter(self.query("Field, Choices")), None)
        self.set_focus(first)

    def _next_step(self) -> Step:
        if self.form.is_clear(self.ngayhoi.clock()):
            return Step.REVIEW
        return Step.WHERE if self._who_is_done or self.form.is_certain(self.ngayhoi.clock()) else Step.WHO

    async def _recognised(self, scan: Scan, identity: Identity) -> None:
        if self not in self.app.screen_stack:
            return  # left meanwhile: whoever takes scans now gets the card
        self._being_read.remove(scan)
        if self._busy:
            self._too_late.append(scan)
        elif isinstance(identity, Unknown) and identity.card:
            self.ngayhoi.answering.beep(refused=False)
            await self.take_card(identity.card)
        else:
            self.ngayhoi.face.scanned(scan)

    async def _consented(self, *, agreed: bool) -> None:
        if not agreed:
            self.form = Form.blank(self.form.programme)
            await self.go(Step.DECLINED)
            return
        self.form.agreed = self.form.basis(self.ngayhoi.clock())
        await self.go(self._next_step())

    def _complain_about_name(self) -> bool:
        problem = self.form.name_problem()
        self.complain(problem or NONE)
        return problem is not None

    def _complain_about_birth(self) -> bool:
        problem = self.form.birth_problem(self.ngayhoi.clock())
        self.complain(problem or NONE)
        return problem is not None

    async def _finish_who(self) -> None:
        if self._complain_about_name():
            self._move_to("#name")
        elif self._complain_about_birth():
            self._move_to("#birth")
        elif not self._is_read_off and self._nobody_known != _who(self.form):
            self._look_up()
        else:
            await self._end_who()

    @property
    def _is_read_off(self) -> bool:
        """Whether name and birth are as a card says, so that the list was asked when the card was shown."""
        card = self.form.card
        said = card is not None and (fold(card.name), card.birth)
        return card is not None and card.name_is_certain and said == _who(self.form)

    def _look_up(self) -> None:
        if self._asked is None:
            self._asked = asked = _who(self.form)
            desk, name = self.ngayhoi.desk, self.form.name
            self.ngayhoi.clerk.do("namesakes", lambda: _namesakes(name, asked, desk), self)

    async def _ask_namesakes(self, people: Sequence[Person]) -> None:
        if not people:
            await self._end_who()
            return
        self._namesakes = people
        self._ask_which()

    def _ask_which(self) -> None:
        if self._namesakes and self.is_active:
            words = _WHICH_OF_THEM if self.ngayhoi.face.is_manned else _IS_IT_YOU
            self.app.push_screen(Choose(self._namesakes, *words), self._known)
            self._namesakes = ()

    async def _known(self, chosen: Chosen | None) -> None:
        """Go on with the answer, which may come before this screen is on top again, or after it."""
        if chosen and chosen.person:
            self._result = chosen.person
            self._leave()
        elif chosen:
            await self._end_who()

    async def _end_who(self) -> None:
        self._who_is_done = True
        self._nobody_known = _who(self.form)
        await self.go(self._next_step() if self._is_agreed() else Step.CONSENT)

    def _is_agreed(self) -> bool:
        return self.form.agreed == self.form.basis(self.ngayhoi.clock())

    async def _reviewed(self, index: int) -> None:
        if self._busy:
            return
        if index == 0:
            await self._finish()
        else:
            await self.go(Step.WHO if index == 1 else Step.WHERE)

    async def _finish(self) -> None:
        if self._busy:
            return
        if not self._is_agreed():
            await self.go(Step.CONSENT)
            return
        self._busy = True
        self._register()

    def _register(self) -> None:
        person, basis, card = self.form.person(), self.form.agreed or "", self.form.own_card
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()

        def job() -> Registered | None:
            try:
                return register(person, basis, desk, now, card=card)
            except NoDeviceNumber:
                return None

        self.ngayhoi.clerk.do("register", job, self)

    async def _numbered(self, numbered: bool | None) -> None:
        if numbered:
            await self._finish()

    def _leave(self) -> None:
        if self._result is not None and self.is_active:
            self.dismiss(self._result)


def _recognised(card: CitizenCard, desk: Desk) -> Identity:
    with desk.ledger.reading() as log:
        return recognise(card, desk.catalogue.programme.tag, desk.ledger.key, log.people)


def _who(form: Form) -> tuple[str, Birth | None]:
    """What namesakes are told by."""
    return fold(form.name), read_birth(form.birth)


def _namesakes(written: str, asked: tuple[str, Birth | None], desk: Desk) -> list[Person]:
    """People of the same name who may have been born then."""
    name, birth = asked
    with desk.ledger.reading() as log:
        found = log.people.search(written, _LOOKED_AT)
    may_be = (p for p in found if p.birth is None or birth is None or p.birth.may_equal(birth))
    return [person for person in may_be if fold(person.name) == name][:_NAMESAKES]


_LEFT_OVER = 20
"""Seconds for which it is told whose registration somebody else's card came into."""
_A_DIGIT = Bilingual("Xin bấm phím ghi trước câu trả lời.", "Please press the key before your answer.")
_IS_IT_YOU = (
    Bilingual("Trong danh sách đã có. Có phải là Quý vị?", "On the list already. Is this you?"),
    Bilingual("Không phải tôi, đăng ký mới", "None of them is me; register me"),
)
_WHICH_OF_THEM = (
    Bilingual("Trong danh sách đã có. Có phải người này không?", "On the list already. Is it one of these?"),
    Bilingual("Không phải, đăng ký mới", "None of them; register as new"),
)
