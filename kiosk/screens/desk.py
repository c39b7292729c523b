"""The check-in desk: a volunteer with a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from checkin.admission import Reason
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer, Scan, receive_person
from checkin.identity import Unknown
from checkin.local_time import clock_time, local_day
from checkin.names import fold
from checkin.person import Person
from checkin.registration import Registered
from checkin.visits import come, leave, leave_person
from data.overview import Day, Guest
from data.reports.vietnamese import number
from kiosk.screens.cameras import choose_camera
from kiosk.screens.choose import NONE_OF_THEM, ask_namesake, person_line
from kiosk.screens.desk_badge import BadgeFlow
from kiosk.screens.desk_counter import NOT_READ, Counter
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_search import Finder
from kiosk.screens.desk_strip import Keys, Strip, keys_line, notice_line
from kiosk.screens.desk_words import HEADLINES, UNNAMED, Notice, Tone
from kiosk.screens.group import GroupFlow
from kiosk.screens.questions import Question, Reply
from kiosk.screens.register import Register
from kiosk.screens.undo import UndoFlow
from kiosk.typed import is_piece_of_code, typed_code
from kiosk.widgets.field import Field
from kiosk.widgets.viewfinder import Viewfinder
from kiosk.wording import births, joined
from stations.model import Bilingual

_KEYS: Keys = (
    ("F2", Bilingual("English", "Tiếng Việt")),
    ("F3", Bilingual("Đăng ký", "Register")),
    ("F4", Bilingual("Nhóm", "Group")),
    ("F5", Bilingual("Hoàn tác", "Undo")),
    ("F6", Bilingual("Ra về", "Leaving")),
    ("F7", Bilingual("Hôm nay", "Today")),
    ("F8", Bilingual("Thẻ", "Badge")),
    ("F9", Bilingual("Máy ảnh", "Cam")),
)


class DeskScreen(Counter):
    """Scans and names in, people admitted; the search field never loses the focus."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    DeskScreen #finder { width: 1fr; }
    DeskScreen #keys { padding: 0 0 0 1; }
    DeskScreen #side { width: 31; height: 100%; background: $surface; }
    DeskScreen.-wide #side { width: 50; }
    DeskScreen #lately { height: 1fr; padding: 1 1 0 1; }
    DeskScreen #aim { display: none; height: auto; text-align: center; text-style: bold; }
    DeskScreen Viewfinder { display: none; height: 8; }
    DeskScreen.-wide Viewfinder { height: 14; }
    DeskScreen.-seeing Viewfinder { display: block; }
    DeskScreen.-aiming #aim { display: block; }
    """
    AUTO_FOCUS: ClassVar[str] = "#search"
    NOBODY: ClassVar[Bilingual] = Bilingual(
        "Không có trong danh sách: đăng ký mới", "Not on the list: register"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "register", show=False, id="desk.register"),
        Binding("f4", "group", show=False, id="desk.group"),
        Binding("f5", "undo", show=False, id="desk.undo"),
        Binding("f6", "leaving", show=False, id="desk.leaving"),
        Binding("f7", "today", show=False, id="desk.today"),
        Binding("f8", "badge", show=False, id="desk.badge"),
        Binding("f9", "cameras", show=False, id="desk.cameras"),
        Binding("escape", "give_up", show=False, id="desk.give_up"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._leaving = False
        self._after_leaver: list[Scan] | None = None
        """What was scanned before it is known whether the scan before it let anybody out; else None."""
        self._before_leaving: tuple[Notice | None, ...] = ()
        """What had been said already when the turn to leave was asked for."""
        self._marked: dict[str, Person] = {}
        self._card: CitizenCard | None = None
        self._text_then = ""
        """What was searched for when the card was shown."""
        self._day: Day | None = None

    def compose(self) -> ComposeResult:
        """Place and time, strip, search, what happened lately, keys."""
        yield Static(id="top", markup=False)
        yield Strip(id="strip", markup=False)
        with Horizontal(id="body"):
            yield Finder(self._marked)
            with Vertical(id="side"):
                yield Static(id="lately", markup=False)
                yield Static(id="aim", classes="ask", markup=False)
                yield Viewfinder()
        yield Static(keys_line(_KEYS, self), id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin with an empty strip."""
        self.show_all()

    def draw(self) -> None:
        """Put the state on the screen."""
        event = self.ngayhoi.desk.catalogue.event
        place = event.desk(self.ngayhoi.desk.code)
        where = f"{self.tell(place.name)} · " if place else ""
        self.show_clock(f"{where}{self.tell(event.name)}")
        self.query_one(Strip).show(self._notice())
        self.query_one(Finder).keep_marks(kept=self._leaving)
        self.query_one("#lately", Static).update(self._lately())

    def scanned(self, scan: Scan) -> None:
        """Receive whoever shows a code, or let them go in exit mode."""
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()
        self._card = None
        self.shows_another()
        if self._after_leaver is not None:
            self._after_leaver.append(scan)
        elif self.is_unanswered(scan):
            return
        elif self._leaving:
            self._leaving, self._after_leaver = False, []
            self.hand_scan(scan, lambda: leave(scan, desk, now), self._left, lambda: self._leave_anew(scan))
        else:
            self.hand_scan(scan, lambda: come(scan, desk, now), self.answered)

    def answered(self, answer: Answer) -> None:
        """Show an answer, and keep the card of someone who is on no list for their registration.

        Enter pressed twice takes nobody of whom the list beneath was left with.
        """
        self.shows_another()
        super().answered(answer)
        self._card = answer.identity.card if isinstance(answer.identity, Unknown) else None
        self._text_then = self.query_one(Finder).text

    def replied(self, reply: Reply) -> None:
        """Admit who was asked about, or register who is on no list."""
        if reply.person:
            self.receive_one(reply.person, reply.consent, reply.card)
        else:
            self._register(reply.card)

    def receive_one(
        self, person: Person, consent: str | None = None, card: CitizenCard | None = None
    ) -> None:
        """Admit someone who was chosen."""
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()
        job = lambda: receive_person(person, desk, now, consent=consent, card=card)  # noqa: E731
        self.hand(job, self.answered, lambda: self.name_last(person.name))

    @on(Viewfinder.Changed)
    def seen(self, message: Viewfinder.Changed) -> None:
        """Make room for the camera's picture, and say what would help to read a code."""
        message.stop()
        self.set_class(message.seeing and not self.ngayhoi.is_plain, "-seeing")
        self.set_class(message.aim is not None, "-aiming")
        if message.aim:
            for line in self.query("#aim").results(Static):
                line.update(self.tell(message.aim.value))

    @on(Field.Submitted)
    def enter(self, message: Field.Submitted) -> None:
        """Receive a badge code that was typed, else the marked people, else whom the bar stands on."""
        message.stop()
        finder, code = self.query_one(Finder), typed_code(message.value)
        if code:
            self.scanned(code)
            finder.forget_text()
            return
        marked = () if self._leaving else finder.marked
        if finder.picked is None and not (marked and not finder.text.strip()):
            finder.took_nobody()
        elif marked and not finder.finds_others:
            self._admit_group(marked)
        elif finder.namesakes:
            self._ask_which(finder.namesakes, marked)
        elif finder.picked:
            self._take(finder.picked, marked, leaving=self._leaving)

    def _ask_which(self, namesakes: Sequence[Person], marked: Sequence[Person]) -> None:
        """Ask who of them is meant; who is scanned meanwhile does not leave in their place."""
        leaving = self._leaving and self.is_active
        self._leaving &= not leaving

        def nobody() -> None:
            self._leaving |= leaving
            self.report(self.told(Tone.ASK, _NOBODY_CHOSEN, _LEAVING[1] if leaving else _WALK_IN))

        then = partial(self._take, marked=marked, leaving=leaving)
        ask_namesake(self, namesakes, then, nobody, states=self.query_one(Finder).states)

    def _admit_group(self, people: Sequence[Person]) -> None:
        self._card = None
        self._group_flow.admit(people)
        self.query_one(Finder).clear()

    def _take(self, person: Person, marked: Sequence[Person], *, leaving: bool) -> None:
        """Admit who was chosen, with those who were marked, or let them out."""
        finder, self._card = self.query_one(Finder), None
        if marked:
            self._admit_group((*marked, person))
        elif leaving:
            self._leaving = False
            self._let_go(person)
            finder.forget_text()
        else:
            self.receive_one(person)
            finder.clear()

    @on(Finder.Nobody)
    def found_nobody(self, message: Finder.Nobody) -> None:
        """Say that nothing came of it: a code cut short is a text too, and the answer before it is green."""
        message.stop()
        finder, what = self.query_one(Finder), _NOT_FOUND_LEAVING if self._leaving else _NOT_FOUND_COMING
        if is_piece_of_code(message.text) and finder.text.strip() == message.text:
            finder.forget_text()
            what = _CUT_SHORT if self._leaving else joined(_CUT_SHORT, _WALK_IN)
        self.report(self.told(Tone.ASK, _NOT_FOUND, what))

    def _left(self, answer: Answer) -> None:
        """Say who left; a code that can let nobody out leaves the turn to the next one.

        A turn that was asked for meanwhile is nobody's who was scanned before that.
        """
        self._card = None
        asked, self._leaving = self._leaving, False
        if isinstance(answer.identity, Unknown) and answer.identity.card is None:
            self._leaving = True
        if answer.decision.reason is Reason.UNKNOWN_CARD:
            self.last_person = None
            self.ngayhoi.answering.beep(refused=False)
            self._goes(Reply(None))
        else:
            self.settle(Question(answer, NONE_OF_THEM, self._goes, self._leave_anew))
        self._scan_on()
        self._leaving |= asked
        self.show_all()

    def _goes(self, reply: Reply) -> None:
        """Whoever is on no list never came in, so there is nothing to note."""
        if reply.person:
            self._let_go(reply.person, reply.card)
        else:
            self.report(self.told(Tone.ASK, HEADLINES[Reason.UNKNOWN_CARD], _NOTHING_NOTED))

    def _let_go(self, person: Person, card: CitizenCard | None = None) -> None:
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()

        def failed() -> None:
            self.name_last(person.name)
            self._leave_anew()

        self.hand(lambda: leave_person(person, desk, now, card=card), self._left, failed)

    def _leave_anew(self, leaver: Scan | None = None) -> None:
        """Nothing was written: the next scan is theirs again, and lets them out.

        leaver: their scan; whoever else was scanned after it is received.
        """
        after = self._after_leaver or []
        again = [scan for scan in after if leaver and scan.data == leaver.data]
        self._after_leaver = [scan for scan in after if scan not in again]
        self._leaving = False
        self._scan_on()
        self._leaving = True
        self.show_all()
        if again:
            self.scanned(again[0])

    def _scan_on(self) -> None:
        """Receive who was scanned while it was open whether the turn to leave was theirs."""
        scans, self._after_leaver = self._after_leaver or [], None
        for scan in scans:
            self.scanned(scan)

    def action_register(self) -> None:
        """Register a walk-in, with the card that was just shown if it is on no list.

        Whoever was searched for since by words that are not on the card is somebody else.
        """
        card, self._card = self._card, None
        text = self.query_one(Finder).text
        is_theirs = card and (text == self._text_then or _may_mean(text, card))
        self._register(card if is_theirs else None)

    def _register(self, card: CitizenCard | None) -> None:
        """Whoever is new sees their badge at once; whoever turns out to be known is received."""

        def left(result: Registered | Person | None) -> None:
            if result is not None:
                self.query_one(Finder).forget_text()
            match result:
                case Registered(answer, code):
                    self.answered(answer)
                    if answer.person:
                        BadgeFlow(self, answer.person).show(code)
                case Person():
                    self.receive_one(result, form.form.agreed, form.form.own_card)
                case None:
                    pass

        form = Register(self.ngayhoi.desk.catalogue.programme, card)
        self.ngayhoi.show(form, left)

    def action_group(self) -> None:
        """Admit a class or an office; a name that was typed before is not looked for any more."""
        self._card = None
        self.query_one(Finder).forget_text()
        self._group_flow.begin()

    @property
    def _group_flow(self) -> GroupFlow:
        """Marks a group that could not be written in the list of that moment: F2 makes the list anew."""
        return GroupFlow(self, self.receive_one, lambda people: self.query_one(Finder).mark_all(people))

    def action_undo(self) -> None:
        """Take one of this device's last entries back."""
        UndoFlow(self).begin()

    def action_leaving(self) -> None:
        """Let the next person out; the same key, Esc or that scan ends it."""
        self.ngayhoi.moved_on()
        self._leaving = not self._leaving
        self._before_leaving = (self.notices[-1] if self.notices else None, self.trouble)
        self.show_all()

    def action_give_up(self) -> None:
        """End exit mode, else forget what was typed; with nothing typed, who was marked."""
        finder = self.query_one(Finder)
        if self._leaving:
            self.action_leaving()
        elif finder.text.strip():
            finder.forget_text()
        else:
            finder.clear()

    def action_today(self) -> None:
        """List everyone who came."""
        following = self.following
        if following:
            self.hand(following.arrived, self._show_today, failing=NOT_READ)

    def _show_today(self, guests: list[Guest]) -> None:
        def chosen(index: int | None) -> None:
            person = guests[index].person if index is not None else None
            if person:
                self.query_one(Finder).seek(person)

        born = births((guest.person for guest in guests if guest.person), by_hamlet=True)
        rows = [self._today_row(guest, born) for guest in guests]
        n = len(guests)
        title = Bilingual(f"Đã đến: {number(n)} người", f"Came: {n:,}")
        known = (guest.person for guest in guests)  # not the word "sinh" of each row, as many are called Sinh
        names = [f"{one.name} {born[one.id]}" if one else "" for one in known]
        whole = [f"{row.vi} {row.en}" for row in rows]
        self.offer(Pick(title, rows, searched=[names, whole]), chosen)

    def _today_row(self, guest: Guest, born: dict[str, str]) -> Bilingual:
        """Their arrival, whether they left, and who they are; who left stands before what may be cut off.

        Of an arrival before the event was put off the day is said.
        """
        about, catalogue = UNNAMED, self.ngayhoi.desk.catalogue
        if guest.person:
            about = person_line(guest.person, catalogue.programme, born[guest.person.id])
        day = local_day(guest.since)
        at = f"{day:%d/%m}" if day < catalogue.event.date else clock_time(guest.since)
        vi, en = ("về", "out") if guest.has_left else ("  ", "   ")
        return Bilingual(f"{at} {vi} {about.vi}", f"{at} {en} {about.en}")

    def action_badge(self) -> None:
        """Show the badge of whom the bar stands on; with nothing typed, of who was answered last."""
        finder = self.query_one(Finder)
        person = finder.picked if finder.text.strip() else self.last_person
        if finder.namesakes:
            ask_namesake(
                self, finder.namesakes, lambda one: BadgeFlow(self, one).begin(), states=finder.states
            )
        elif person:
            BadgeFlow(self, person).begin()
        else:
            text = Bilingual("Xin tìm và chọn một người rồi bấm F8.", "Find someone first, then press F8.")
            self.report(self.told(Tone.ASK, Bilingual("THẺ CỦA AI?", "WHOSE BADGE?"), text))

    def action_cameras(self) -> None:
        """Choose the camera."""
        choose_camera(self)

    def read_figures(self) -> Day | None:
        """The day so far."""
        return self.following.day(self.ngayhoi.clock()) if self.following else None

    def show_figures(self, figures: Any) -> None:  # noqa: ANN401 - as in the base class
        """Show how many are here, and who of those found; an app that is ending has no list any more."""
        self._day = figures
        self.show_all()
        for finder in self.query(Finder):
            finder.search()

    def _notice(self) -> Notice:
        last = self.latest
        if self._leaving and last and all(last is not one for one in self._before_leaving):
            return replace(last, text=joined(last.text, _LEAVING[1]))
        if self._leaving:
            return self.told(Tone.ASK, *_LEAVING)
        return last or self.waiting(*_WAITING)

    def _lately(self) -> Content:
        width = max(20, self.query_one("#lately").size.width)
        inside, people = (self._day.inside, self._day.people) if self._day else (0, 0)
        shown = [*self.notices, *filter(None, [self.trouble])]
        lines = [notice_line(one, self, width) for one in reversed(shown)]
        return Content.assemble(
            self.say("Đang có mặt  ", "Inside now  "),
            (self.say(f"{number(inside)} người", f"{inside:,}"), "bold"),
            self.say("\nĐã đến       ", "\nCame today  "),
            (self.say(f"{number(people)} người", f"{people:,}"), "bold"),
            (self.say("\n\nVỪA GHI NHẬN", "\n\nJUST NOW"), "bold"),
            *(f"\n{line}" for line in lines),
        )


def _may_mean(text: str, card: CitizenCard) -> bool:
    """Whether each word of a search begins one that a card says; a damaged card may say anything."""
    year = card.birth.year if card.birth else ""
    said = fold(f"{card.name} {year} {card.address}").replace(",", " ").split()
    words = fold(text).split()
    return not card.name_is_certain or all(any(one.startswith(word) for one in said) for word in words)


_NOTHING_NOTED = Bilingual(
    "Người này chưa vào cửa lần nào nên không phải ghi ra về.",
    "They never came in, so there is nothing to note.",
)
_NOT_FOUND = Bilingual("KHÔNG TÌM THẤY AI", "NOBODY FOUND")
_NOBODY_CHOSEN = Bilingual("CHƯA GHI NHẬN AI", "NOBODY RECORDED")
_NOT_FOUND_COMING = Bilingual(
    "Chưa ghi nhận ai. Vừa quét mã thì bấm Esc rồi quét lại. Gõ tên thì xem lại chữ; vẫn không có thì "
    "bấm F3 để đăng ký.",
    "Nothing was recorded. If a code was scanned, press Esc and scan it again. If a name was typed, check "
    "the letters; F3 registers whoever is not on the list.",
)
_CUT_SHORT = Bilingual(
    "Chưa ghi nhận ai: mã đọc chưa hết, máy đã xóa khỏi ô tìm. Mời quét lại; vẫn không được thì gõ tên.",
    "Nothing was recorded: the code was cut short and is cleared. Please scan it again, or type the name.",
)
_WALK_IN = Bilingual("Chưa có trong danh sách thì bấm F3.", "F3 registers whoever is not on the list.")
_NOT_FOUND_LEAVING = Bilingual(
    "Chưa ghi nhận ai ra về. Vừa quét mã thì xin quét lại; gõ tên thì xem lại chữ.",
    "Nobody was noted as leaving. If a code was scanned, scan it again; if a name was typed, check the "
    "letters.",
)
_LEAVING = (
    Bilingual("RA VỀ: NGƯỜI TIẾP THEO", "LEAVING: THE NEXT ONE"),
    Bilingual("Quét mã hoặc chọn tên người ra về. Esc: thôi.", "Scan or choose who is leaving. Esc: nobody."),
)
_WAITING = (
    Bilingual("SẴN SÀNG ĐÓN", "READY"),
    Bilingual("Quét mã bất cứ lúc nào, hoặc gõ tên vào ô bên dưới.", "Scan any time, or type a name below."),
)
