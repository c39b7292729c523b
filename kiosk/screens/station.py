"""A demo station: its host scans people in and out and ticks what they can now do."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from math import inf
from time import monotonic
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from checkin.admission import Admit, Reason
from checkin.board import Called, call_next, seats_of
from checkin.citizen_card import CitizenCard
from checkin.desk import Answer, Scan, settled
from checkin.identity import Identity, Recognised
from checkin.participation import Entry, who
from checkin.person import Person
from checkin.ports import Log
from checkin.visits import Turn, identify, say_ability, tick, visit_as
from data.overview import Guest, StationDay
from kiosk.screens.desk_counter import PAUSE, Counter
from kiosk.screens.desk_pick import Rows
from kiosk.screens.desk_strip import Keys, Strip, keys_line
from kiosk.screens.desk_words import HEADLINES, NONE, UNNAMED, Notice, Tone
from kiosk.screens.questions import Reply
from kiosk.screens.station_ability import ANSWERS, Question
from kiosk.screens.station_digits import Digits
from kiosk.screens.station_find import FindDialog
from kiosk.screens.station_line import InLine, sits_down
from kiosk.screens.station_list import GuestRow, begun, rows_of
from kiosk.screens.station_seats import OPEN_AGAIN, SeatsFlow
from kiosk.screens.station_ticks import Ticks
from kiosk.screens.station_tries import Tries, Whom
from kiosk.screens.undo import UndoFlow
from kiosk.typed import whose
from kiosk.way_wording import nobody_to_call, seats_text
from kiosk.wording import joined, several
from stations.model import Bilingual, Station
from stations.queues import RESOLUTION

_KEYS: Keys = (
    ("F2", Bilingual("English", "Tiếng Việt")),
    ("F3", Bilingual("Tìm tên", "Find")),
    ("F4", Bilingual("Vào/ra", "In/out")),
    ("F5", Bilingual("Hoàn tác", "Undo")),
    ("F6", Bilingual("Kết quả", "Outcomes")),
    ("F7", Bilingual("Số chỗ", "Seats")),
    ("F8", Bilingual("Gọi tiếp", "Call next")),
)


class StationScreen(Counter):
    """Who is here, who waits and who is coming; every scan turns a visit on or off."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    StationScreen #guests { width: 1fr; height: 100%; padding: 0 1; }
    StationScreen #ticks { width: 32; height: 100%; padding: 1 1 0 2; background: $surface; }
    StationScreen.-wide #ticks { width: 52; }
    StationScreen #guests > .option-list--option-disabled { color: $primary; text-style: bold; }
    """
    AUTO_FOCUS: ClassVar[str] = "#guests"
    NOBODY: ClassVar[Bilingual] = Bilingual("Không có trong danh sách này", "Not on this list")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "find", show=False, id="station.find"),
        Binding("f4", "turn", show=False, id="station.turn"),
        Binding("f5", "undo", show=False, id="station.undo"),
        Binding("f6", "outcomes", show=False, id="station.outcomes"),
        Binding("f7", "seats", show=False, id="station.seats"),
        Binding("f8", "call", show=False, id="station.call"),
        Binding("escape", "put_off", show=False, id="station.put_off"),
        Binding("enter", "enter", show=False, priority=True, id="station.enter"),
        *(Binding(str(digit), f"tick({digit})", show=False, priority=True) for digit in range(1, 10)),
    ]

    def __init__(self, code: str) -> None:
        """`code` is that of one of the event's stations."""
        super().__init__()
        self._code = code
        self._day: StationDay | None = None
        self._rows: list[GuestRow] = []
        self._ticks = Ticks()
        self._question = Question()
        self._answering: Timer | None = None
        self._digits = Digits()
        self._told_before: Notice | None = None
        """What was said last when the question was answered."""
        self._called_at = -inf
        """When it was told last who was called."""
        self._opened: str | None = None
        """To whom the bar still has to go."""
        self._begun: Notice | None = None
        """What was said of the last visit that began."""
        self._beginner = ""
        """Whose it is."""
        self._seen_here: set[str] = set()
        """Whom figures showed here since their visit began; those read before it know nothing of it."""
        self._tries = Tries()
        self._in_line = InLine()
        self._way = NONE
        """Where they go next whose visit ended last, until the outcomes of anybody else are opened."""

    def compose(self) -> ComposeResult:
        """Station and time, strip, people, outcomes, keys."""
        yield Static(id="top", markup=False)
        yield Strip(id="strip", markup=False)
        with Horizontal(id="body"):
            yield Rows(id="guests", markup=False)
            yield Static(id="ticks", markup=False)
        yield Static(keys_line(_KEYS, self), id="keys", markup=False)

    def on_mount(self) -> None:
        """Learn what is ticked here."""
        self._ticks = Ticks(self._station.outcomes)

    def on_unmount(self) -> None:
        """Keep the answer that was given just before the screen is left."""
        self._say_ability()

    def draw(self) -> None:
        """Put the state on the screen."""
        station = self._station
        name = self.say(f"Trạm {station.number} · ", f"Station {station.number} · ") + self.tell(station.name)
        self.show_clock(name, self.tell(self._state()))
        self.query_one(Strip).show(self._told_last() or self.waiting(*_WAITING))
        self.query_one("#ticks", Static).update(self._pane())
        self._show_guests()

    def _state(self) -> Bilingual:
        """How many people the station takes, or that it takes nobody any more."""
        closes = self.ngayhoi.desk.catalogue.event.at(self._station.closes)
        over = self._seats > 0 and self.ngayhoi.clock() >= closes
        return _OVER if over else seats_text(self._seats, self._station)

    def _pane(self) -> Content:
        if self._ticks.identity is None and self._question.identity:
            return self._question.content(self, self.ngayhoi.desk.catalogue)
        return self._ticks.content(self, self.query_one("#ticks", Static).content_size)

    def _told_last(self) -> Notice | None:
        last = self.latest
        if last and last is self._begun and self._day:
            is_known = self._beginner in self._seen_here
            return begun(last, self._beginner, self._day, is_known=is_known)
        return last

    def scanned(self, scan: Scan) -> None:
        """In for someone who is not here, out for someone who is."""
        desk = self.ngayhoi.desk
        self._turn(scan, lambda log: identify(scan, log, desk), whose(scan))

    def answered(self, answer: Answer) -> None:
        """Show an answer; ask what they can do before a visit, and after it once its outcomes are ticked.

        Nobody takes the place of somebody else whose outcomes are half ticked.
        """
        opens = asks = False
        if isinstance(answer.identity, Recognised) and self._station.outcomes:
            opens = answer.decision == Admit(Reason.STATION_OUT) and not self._is_ticking(answer.identity)
            asks = answer.decision == Admit(Reason.STATION_IN)
            if opens:
                self._open(answer.identity)
            elif asks:
                self._ask(answer.identity, Turn.IN)
        super().answered(answer)
        if opens:
            self._way = super().notice_of(answer).text
        if opens or (asks and self._ticks.identity is None):
            self.shows_another()
        if isinstance(answer.identity, Recognised) and answer.decision == Admit(Reason.STATION_IN):
            self._begun, self._beginner = self.notices[-1], answer.identity.who
            self._in_line.begins(answer.identity.who)
            self._seen_here.discard(answer.identity.who)
            self.show_all()

    def notice_of(self, answer: Answer) -> Notice:
        """Whoever was in line a moment ago may only be sitting down when they are scanned out."""
        told, identity = super().notice_of(answer), answer.identity
        if answer.decision != Admit(Reason.STATION_OUT) or not isinstance(identity, Recognised):
            return told
        return sits_down(told) if self._in_line.ends(identity.who, self._station, told.at) else told

    def replied(self, reply: Reply) -> None:
        """Go on with the visit of who was asked about; who is on no list registers at the door first."""
        if reply.person is None:
            self.report(self.told(Tone.ASK, HEADLINES[Reason.UNKNOWN_CARD], _TO_THE_DOOR))
        else:
            self._turn_person(reply.person, reply.consent, reply.card)

    def read_figures(self) -> StationDay | None:
        """Who is where."""
        return self.following.station(self._station, self.ngayhoi.clock()) if self.following else None

    def show_figures(self, figures: Any) -> None:  # noqa: ANN401 - as in the base class
        """Show who is where; a visit that was taken back, at whatever screen, is asked about no more.

        Nor is anybody asked what they can do before a visit that is over.
        """
        self._day = figures
        self._in_line.follow(figures, self.ngayhoi.clock())
        here = {guest.who for guest in (*figures.served, *figures.waiting)}
        self._seen_here |= here
        self._question.drop_before(self._seen_here - here)
        self._drop(self._held - figures.visitors)

    def action_turn(self) -> None:
        """Begin or end the visit of whom the bar stands on."""
        guest = self._highlighted()
        if guest:
            self.ngayhoi.moved_on()
            identity = guest.identity(self._tag)
            self._turn(identity.who, lambda _: identity, _name(guest))

    def action_outcomes(self) -> None:
        """Tick outcomes of whom the bar stands on, if they had their turn here."""
        guest = self._highlighted()
        if not guest or not self._day or not self._station.outcomes:
            return
        if not self._was_served(guest):
            how = _WAITS_STILL if guest in self._day.waiting else _NOT_SCANNED
            self.report(replace(self.told(Tone.ASK, _NO_OUTCOME, how), name=_name(guest)))
            return
        self._open(guest.identity(self._tag))
        self.show_all()

    def _is_ticking(self, newcomer: Recognised) -> bool:
        """Whether outcomes of somebody else are ticked and not kept yet."""
        return bool(self._ticks.identity and self._ticks.identity.who != newcomer.who and self._ticks.ticked)

    def _open(self, identity: Recognised) -> None:
        """Let someone's outcomes be ticked; the bar goes to them once, then wherever the host moves it."""
        self._way = NONE
        if self._ticks.identity is None or self._ticks.identity.who != identity.who:
            self._ticks.open(identity)
        self._ask(identity, Turn.OUT)
        self._opened = identity.who
        self.shows_another()

    def _was_served(self, guest: Guest) -> bool:
        """Whether they had their turn here, or have it."""
        return self._day is not None and guest in (*self._day.served, *self._day.unticked)

    def action_tick(self, digit: int) -> None:
        """Turn one outcome on or off; with none open, answer the question.

        Not with a digit of a code typed by hand: an answer counts once no symbol followed it.
        """
        if self._digits.is_spelling:
            self._digits.spell()
            return
        follows = self._digits.is_recent
        is_doubled = self._digits.press(digit, self.ngayhoi.settings.doubled_seconds)
        if self._ticks.identity is None and self._question.identity:
            self._question.said = self._question.answer(digit)
            self._told_before = self.latest
            if self._answering:
                self._answering.stop()
            self._answering = self.set_timer(PAUSE, self._say_ability)
        elif not is_doubled:
            self._ticks.turn(digit - 1, follows=follows)
        self.show_all()

    def on_key(self, event: events.Key) -> None:
        """Any symbol that is no answer belongs to a code or a name, and so do the digits around it."""
        if not event.is_printable:
            return
        if not self._digits.is_spelling:
            self.app.notify(self.tell(_F3_FIRST), severity="warning", markup=False, timeout=6)
        self._digits.spell()
        self._question.said = None
        if self._digits.is_recent:
            self._ticks.take_back()
        self.show_all()

    def action_put_off(self) -> None:
        """Write no outcome and ask nothing more; the person stays on the list of those without an outcome."""
        self._say_ability()
        self._drop(self._held)

    def _drop(self, gone: Collection[str]) -> None:
        """Ask these people nothing more, and tick nothing for them."""
        if self._question.identity and self._question.identity.who in gone:
            self._question.drop()
        if self._ticks.identity and self._ticks.identity.who in gone:
            self._ticks.close()
        if self._opened in gone:
            self._opened = None
        self.show_all()

    def action_enter(self) -> None:
        """Keep the outcomes that are ticked, whatever the list holds; if nobody is asked, open someone's."""
        if self._digits.is_spelling:
            return
        if self._ticks.identity:
            self._keep(self._ticks.identity, self._ticks.ticked)
        elif not self._question.identity:
            self.action_outcomes()

    @on(OptionList.OptionSelected)
    def touched(self, message: OptionList.OptionSelected) -> None:
        """A finger on someone who was served is as good as Enter, but keeps no outcomes of somebody else."""
        message.stop()
        guest, ticked = self._highlighted(), self._ticks.identity
        if guest and (ticked.who == guest.who if ticked else self._was_served(guest)):
            self.action_enter()

    def undone(self, target: Entry) -> None:
        """Ask nothing more about a visit that was taken back, and tick nothing for it."""
        self._drop({who(target.draft.person, target.draft.badge)})

    def action_undo(self) -> None:
        """Take one of this device's last entries back."""
        UndoFlow(self).begin()

    def action_find(self) -> None:
        """Find someone who is not on the list."""

        def chosen(found: Person | Scan | None) -> None:
            match found:
                case Person():
                    self._turn_person(found)
                case Scan():
                    self.scanned(found)

        day = self._day
        at_station = {g.person.id for g in (*day.served, *day.waiting) if g.person} if day else set[str]()
        self.offer(FindDialog(at_station), chosen)

    def action_seats(self) -> None:
        """Say how many seats work, that the station pauses, or that it is over."""
        SeatsFlow(self, self._station, self._seats, len(self._day.waiting) if self._day else 0).begin()

    def action_call(self) -> None:
        """Call the next one of those who sit; once more only when it can be read who was called."""
        read_from = self._called_at + self.ngayhoi.settings.doubled_seconds
        if any(then == self._called for then, *_ in self._then) or monotonic() < read_from:
            return
        desk, now, station = self.ngayhoi.desk, self.ngayhoi.clock(), self._station
        tried = self._tries.since({None}, now)

        def job() -> Called | int:
            return call_next(station.code, desk, now, tried=tried) or seats_of(station, desk)

        self.hand(job, self._called, lambda: self._tries.failed({None}, now))

    def _called(self, called: Called | int) -> None:
        self._called_at = monotonic()
        self._tries.answered({None})
        if isinstance(called, int):
            why = nobody_to_call(called, self._station, self.ngayhoi.clock())
            told = why if called > 0 else joined(why, OPEN_AGAIN)
            self.report(self.told(Tone.ASK, Bilingual("CHƯA CÓ AI ĐỂ GỌI", "NOBODY TO CALL"), told))
            return
        headline = Bilingual(f"ĐÃ GỌI SỐ {called.number}", f"CALLED NUMBER {called.number}")
        self.report(replace(self.told(Tone.GOOD, headline, _CALLED), name=_name(called)))
        self.refresh_figures()

    @property
    def _held(self) -> set[str]:
        """Whose outcomes are open, and who is asked."""
        return {one.who for one in (self._ticks.identity, self._question.identity) if one}

    @property
    def _seats(self) -> int:
        return self._day.seats if self._day else self._station.seats

    @property
    def _station(self) -> Station:
        stations = self.ngayhoi.desk.catalogue.event.stations
        return next(station for station in stations if station.code == self._code)

    @property
    def _tag(self) -> int:
        return self.ngayhoi.desk.catalogue.programme.tag

    def _turn_person(
        self, person: Person, consent: str | None = None, card: CitizenCard | None = None
    ) -> None:
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()
        find = lambda log: settled(person, log, desk, now, consent=consent, card=card)  # noqa: E731
        self._turn(person.id, find, person.name)

    def _turn(self, whom: Scan | str, find: Callable[[Log], Identity], name: str) -> None:
        """Begin or end a visit here; whose it is may be known only to the store.

        Who was tried a moment ago and failed counts from the first time: where the store had noted it after
        all, and only its answer was lost, this is the same visit begun, or ended, twice.
        """
        if self.is_unanswered(whom):
            return
        desk, now, station = self.ngayhoi.desk, self.ngayhoi.clock(), self._station.code
        turned: set[Whom] = {whom}

        def job() -> Answer:
            with desk.ledger.writing() as log:
                identity = find(log)
                if isinstance(identity, Recognised):
                    turned.add(identity.who)
                first = self._tries.since(turned, now)
                at = now if first is None else first + RESOLUTION
                return visit_as(identity, station, Turn.EITHER, log, desk, at)

        def answered(answer: Answer) -> None:
            self._tries.answered(turned)
            self.answered(answer)

        def failed() -> None:
            self._tries.failed(turned, now)
            self.name_last(name)

        self.hand_once(whom, job, answered, failed)

    def _keep(self, identity: Recognised, outcomes: list[str]) -> None:
        self._ticks.close()
        if not outcomes:
            self.show_all()
            return
        desk, now, station = self.ngayhoi.desk, self.ngayhoi.clock(), self._station.code
        name, way = name_of(identity), self._way

        def kept(entries: list[Entry]) -> None:
            n = len(entries)
            said = Bilingual(
                f"{name.vi}: đã ghi {n} kết quả.", f"{name.en}: {several(n, 'outcome', 'outcomes')} noted."
            )
            headline = Bilingual("ĐÃ GHI KẾT QUẢ", "OUTCOMES NOTED")
            self.report(self.told(Tone.GOOD, headline, joined(said, way)))
            self.refresh_figures()

        def unkept() -> None:
            if self._ticks.identity is None:
                self._ticks.open(identity, outcomes)
                self.show_all()

        self.hand(lambda: tick(identity, station, outcomes, desk, now), kept, unkept)

    def _ask(self, identity: Recognised, turn: Turn) -> None:
        self._say_ability()
        self._question.ask(identity, turn)

    def _say_ability(self) -> None:
        """Keep what was answered, if anything was; to say so covers nothing that was said since."""
        identity, ability = self._question.identity, self._question.said
        if identity is None or ability is None:
            return
        desk, now, station = self.ngayhoi.desk, self.ngayhoi.clock(), self._station.code
        turn, before = self._question.turn, self._told_before
        self._question.drop()
        name, answer = name_of(identity), ANSWERS[ability]
        way = self._way if turn is Turn.OUT else NONE
        said = Bilingual(f"{name.vi}: {answer.vi}.", f"{name.en}: {answer.en}.")

        def kept(_entry: Entry) -> None:
            headline = Bilingual("ĐÃ GHI CÂU TRẢ LỜI", "ANSWER NOTED")
            if self.latest is before:
                self.report(self.told(Tone.GOOD, headline, joined(said, way)))

        def unkept() -> None:
            if self._question.identity is None:
                self._question.ask(identity, turn)
                self.show_all()

        self.hand(lambda: say_ability(identity, station, ability, turn, desk, now), kept, unkept)

    def _highlighted(self) -> Guest | None:
        index = self.query_one(OptionList).highlighted
        return self._rows[index].guest if index is not None and index < len(self._rows) else None

    def _show_guests(self) -> None:
        before = self._opened or getattr(self._highlighted(), "who", None)
        guests = self.query_one(OptionList)
        stood = guests.highlighted or 0
        width = max(24, guests.size.width - 2)
        now = self.ngayhoi.clock()
        self._rows = rows_of(self._day, now, self) if self._day else []
        guests.set_options(Option(row.text(width), disabled=row.guest is None) for row in self._rows)
        people = [(i, row.guest) for i, row in enumerate(self._rows) if row.guest]
        bar, _ = self.bars.pop("guests", (None, ""))
        same = [i for i, guest in people if guest.who == before or (before is None and i == bar)]
        near = [i for i, _ in people if i >= stood] or [i for i, _ in people[-1:]]
        guests.highlighted = next(iter(same or near), None)
        if same:
            self._opened = None


def name_of(identity: Recognised) -> Bilingual:
    """The name, or a word for whoever has none here."""
    return Bilingual(identity.person.name, identity.person.name) if identity.person else UNNAMED


def _name(someone: Guest | Called) -> str:
    """As a notice shows it."""
    return someone.person.name if someone.person else ""


_TO_THE_DOOR = Bilingual(
    "Mời khách ra bàn đón đăng ký để nhận thẻ tham dự.",
    "Please ask them to register at the welcome desk for a badge.",
)
_CALLED = Bilingual("Số đã lên bảng lớn. Mời đón khách.", "The number is on the board. Please expect them.")
_F3_FIRST = Bilingual(
    "Gõ mã trên thẻ hoặc gõ tên: xin bấm F3 trước.", "To type a badge code or a name, please press F3 first."
)
_NO_OUTCOME = Bilingual("CHƯA GHI KẾT QUẢ ĐƯỢC", "NO OUTCOMES YET")
_NOT_SCANNED = Bilingual(
    "Khách chưa bắt đầu ở trạm này. Khi khách đến, xin quét mã hoặc bấm F4 trước.",
    "They have not begun here. Once they come, please scan their code or press F4 first.",
)
_WAITS_STILL = Bilingual(
    "Khách còn đang chờ. Làm xong thì quét mã lần nữa hoặc bấm F4, rồi ghi kết quả.",
    "They still wait. When they have finished, scan their code again or press F4; outcomes come then.",
)
_OVER = Bilingual("hết giờ nhận khách", "past its hours")
_WAITING = (
    Bilingual("SẴN SÀNG", "READY"),
    Bilingual("Quét mã khi khách bắt đầu, và quét lại khi xong.", "Scan people as they begin and end."),
)
