"""What a check-in desk and a station share: a strip that answers, questions, work handed over."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from math import inf
from time import monotonic
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.widgets import Static

from checkin.admission import Reason
from checkin.desk import Answer, Scan
from checkin.local_time import local_day
from checkin.participation import Entry
from checkin.person import Person
from data.overview import Watch
from kiosk.capture.model import LineSource
from kiosk.messages import Done, Failed, SourceTrouble
from kiosk.screens.base import Dialog, Face
from kiosk.screens.desk_strip import Strip
from kiosk.screens.desk_words import Notice, Tone, notice, sign, top_line
from kiosk.screens.questions import Question, Reply, ask, is_question
from kiosk.typed import whose
from stations.model import Bilingual

Work = TypeVar("Work")
Chosen = TypeVar("Chosen")

RECENT = 8
"""Notices kept for the list of what happened lately."""
_WIDE = 100
"""Columns from which lists beside the main one have room for more than names."""
_TALL = 30
"""Rows from which the strip has room for air."""
PAUSE = 1.0
"""Seconds without typing after which a question opens by itself, and a digit begins no code. Believed."""
REFRESH = 5.0
"""Seconds after which figures are read anew."""
_READ_OUT = 10.0
"""Seconds for which what was said is read out to somebody. Believed."""
_POSTER = 60.0
"""Seconds after one code from elsewhere until the next is told, as people move before a poster. Believed."""
_TOLD = 6.0
"""Seconds for which something is said above what a screen shows."""


class Counter(Face):
    """A manned place. Every scan is answered in the strip, whatever dialog is open."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Counter #top { height: 1; background: $primary; color: #FFFFFF; text-style: bold; }
    Counter #keys { height: 1; padding: 0 1; }
    Counter #body { height: 1fr; }
    """
    lists_answers = True
    is_manned = True
    NOBODY: ClassVar[Bilingual]
    """The line for who is none of the people a question shows."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: deque[Notice] = deque(maxlen=RECENT)
        """What happened here, the latest last."""
        self.trouble: Notice | None = None
        """What is wrong with the camera or scanner, for as long as it is."""
        self._is_covered = False
        """Whether somebody was answered since that was said."""
        self.last_person: Person | None = None
        """Who was answered last; None if that answer named nobody."""
        self.following: Watch | None = None
        self._told_at = -inf
        """When something was said last."""
        self._of_elsewhere: Notice | None = None
        """What was said of the last code from elsewhere."""
        self._questions: deque[Question] = deque()
        self._asked = frozenset[str]()
        """About whom a question stands open."""
        self._then: deque[tuple[Callable[[Any], None], Callable[[], None] | None, Bilingual]] = deque()
        self._unanswered: set[Scan | str] = set()
        """Codes and people that are with the store: whoever comes again meanwhile is not taken twice."""
        self._refreshing = False
        self._unread_at = -inf
        """When it was said last that the figures could not be read."""
        self._translating = False

    def on_mount(self) -> None:
        """Begin to follow the log."""
        self.following = Watch(self.ngayhoi.store, self.ngayhoi.desk.catalogue)
        self.set_interval(REFRESH, self.refresh_figures)
        self.refresh_figures()

    def hand(
        self,
        job: Callable[[], Work],
        then: Callable[[Work], None],
        otherwise: Callable[[], None] | None = None,
        *,
        is_awaited: bool = True,
        failing: Bilingual | None = None,
    ) -> None:
        """Hand work to the clerk; `then` is called with its result, in the order of the work.

        otherwise: called in place of it once a failure was told, so that the same can be tried again.
        is_awaited: whether a person waits for it. failing: the headline of a failure, if not that nothing
        was recorded.
        """
        self._then.append((then, otherwise, failing or _NOT_RECORDED))
        self.ngayhoi.clerk.do("counter", job, self, is_awaited=is_awaited)

    def hand_once(
        self,
        whom: Scan | str,
        job: Callable[[], Work],
        then: Callable[[Work], None],
        otherwise: Callable[[], None],
    ) -> None:
        """As `hand`, what comes of a code or of somebody picked."""
        self._unanswered.add(whom)

        def answered(result: Work) -> None:
            then(result)
            self._unanswered.discard(whom)

        def failed() -> None:
            self._unanswered.discard(whom)
            otherwise()

        self.hand(job, answered, failed)

    def hand_scan(
        self,
        scan: Scan,
        job: Callable[[], Work],
        then: Callable[[Work], None],
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """As `hand_once`; a failure says whose code it was."""

        def failed() -> None:
            self.name_last(whose(scan))
            if otherwise:
                otherwise()

        self.hand_once(scan, job, then, failed)

    @property
    def minds_posters(self) -> bool:
        """Once what was said last was read out, as the strip has room for one, and never after a failure."""
        last = self.latest
        if last is None:
            return True
        unread = _POSTER if last is self._of_elsewhere else _READ_OUT
        return last.tone is not Tone.BAD and monotonic() - self._told_at >= unread

    @property
    def latest(self) -> Notice | None:
        """What was said last today: who was answered before trouble that went again is still to be read."""
        today = local_day(self.ngayhoi.clock())
        last = self.notices[-1] if self.notices and local_day(self.notices[-1].at) == today else None
        return last if self._is_covered else self.trouble or last

    def waiting(self, headline: Bilingual, text: Bilingual) -> Notice:
        """What is to be seen until somebody comes: these words, or that it is not the event's day."""
        why = self.not_today()
        return self.told(Tone.ASK, _NOT_TODAY, why) if why else self.told(Tone.CALM, headline, text)

    def name_last(self, name: str) -> None:
        """Say whom the last notice is about."""
        self.notices[-1] = replace(self.notices[-1], name=name)
        self.show_all()

    def is_unanswered(self, whom: Scan | str) -> bool:
        """Whether this code, or whoever was picked, is not answered yet, as where a server hangs."""
        return whom in self._unanswered

    @on(Done)
    def done(self, message: Done) -> None:
        """Go on with the result of the work handed over first."""
        message.stop()
        then, *_ = self._then.popleft()
        then(message.result)

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say what the store says."""
        message.stop()
        then, otherwise, headline = self._then.popleft()
        if then == self._refreshed:
            self._refreshing = False
            self._tell_unread(message.sentence)
            return
        self.report(self.told(Tone.BAD, headline, message.sentence))
        if otherwise:
            otherwise()

    def _tell_unread(self, why: Bilingual) -> None:
        """Say beside the answers, for as long as it is so, that the figures are old."""
        is_said = self.notices and self.notices[-1].text == why
        if not is_said and monotonic() - self._unread_at >= REFRESH:
            self._unread_at = monotonic()
            told = f"{self.tell(NOT_READ)}. {self.tell(why)}"
            self.app.notify(told, severity="error", markup=False, timeout=REFRESH)

    @on(SourceTrouble)
    def source_trouble(self, message: SourceTrouble) -> None:
        """Say that the camera or scanner is gone; once it is back, what was said before is read again."""
        self.trouble, self._is_covered = None, False
        if message.sentence:
            headline = _NO_SCANNER if isinstance(self.ngayhoi.source, LineSource) else _NO_CAMERA
            self.trouble = self.told(Tone.BAD, headline, message.sentence)
            self._tell_above(self.trouble)
        self.show_all()

    def told(self, tone: Tone, headline: Bilingual, text: Bilingual) -> Notice:
        """A notice of something other than a scan."""
        return Notice(tone, headline, self.ngayhoi.clock(), text=text)

    def answered(self, answer: Answer) -> None:
        """Show the answer to a scan or a choice, and ask what has to be asked."""
        self.settle(Question(answer, self.NOBODY, self.replied))

    def settle(self, question: Question) -> None:
        """Show an answer; what it asks, if anything, is asked once, when no dialog is open."""
        answer = question.answer
        self.last_person = answer.person
        told = self.notice_of(answer)
        if answer.decision.reason is Reason.FOREIGN_CODE:
            self._of_elsewhere = told
        self.ngayhoi.answering.beep(refused=told.tone is Tone.BAD)
        self.report(told)
        self.refresh_figures()
        about = question.about
        self._questions = deque(one for one in self._questions if not one.about & about)
        if is_question(answer) and not self._asked & about:
            self._questions.append(question)
            self._ask_next()

    def notice_of(self, answer: Answer) -> Notice:
        """What is said of an answer."""
        birth = self.births.get(answer.person.id, "") if answer.person else ""
        return notice(answer, self.ngayhoi.desk.catalogue, self.ngayhoi.clock(), birth)

    def shows_another(self) -> None:
        """Somebody else comes up here: a key pressed before anybody can have read that is not about them.

        A dialog on top stays what it was, and takes every key.
        """
        if self.is_active:
            self.ngayhoi.moved_on()

    def offer(self, dialog: Dialog[Chosen], then: Callable[[Chosen | None], None]) -> None:
        """Open a dialog that a key asked for, unless one came up since, as when the key was pressed twice."""
        if self.is_active:
            self.app.push_screen(dialog, then)

    def report(self, notice: Notice) -> None:
        """Show a notice and remember it; over an open dialog it is shown as well."""
        self.notices.append(notice)
        self._told_at, self._is_covered = monotonic(), True
        self.show_all()
        self._tell_above(notice)

    def _tell_above(self, notice: Notice) -> None:
        """Say it above a dialog that covers the strip, if one does."""
        if self.app.screen is not self:
            mark = sign(notice.tone, ascii_only=self.app.has_class("-ascii"))
            told = " – ".join(filter(None, (f"{mark} {self.tell(notice.headline)}", notice.name)))
            kind = "error" if notice.tone is Tone.BAD else "information"
            self.app.notify(told, severity=kind, markup=False, timeout=_TOLD)  # type: ignore[arg-type]

    def refresh_figures(self) -> None:
        """Read the figures of this place anew, unless that is under way."""
        if not self._refreshing:
            self._refreshing = True
            self.hand(self.read_figures, self._refreshed, is_awaited=False)

    def _refreshed(self, figures: object) -> None:
        self._refreshing = False
        self.show_figures(figures)

    def opened(self) -> None:
        """Say first whether this store was copied here: no badges can be made before that is settled."""
        if self.is_on_new_device:
            self.report(self.told(Tone.ASK, _NEW_DEVICE, self.new_device_note()))

    def show_all(self) -> None:
        """Show the state again; while the language changes, as soon as it has changed.

        An app that is ending has taken its screens apart and shows nothing more.
        """
        if not self._translating and self.app.is_running:
            self.draw()

    def draw(self) -> None:
        """Put the state on the screen, as after a change of language or size."""
        raise NotImplementedError

    def read_figures(self) -> object:
        """Read this place's figures; in the clerk's thread."""
        raise NotImplementedError

    def show_figures(self, figures: Any) -> None:  # noqa: ANN401 - what `read_figures` of the same class returned
        """Show what was read."""
        raise NotImplementedError

    def undone(self, target: Entry) -> None:
        """An entry was taken back: nothing is asked about it any more."""

    def replied(self, reply: Reply) -> None:
        """Go on with someone about whom a question was answered."""
        raise NotImplementedError

    @on(events.ScreenResume)
    def back(self) -> None:
        """A dialog has gone: ask about the person who has waited longest."""
        self._asked = frozenset()
        self._ask_next()

    def _ask_next(self) -> None:
        """Open the question that waits longest, but under nobody's fingers: a digit would answer it."""
        if not self._questions or self.app.screen is not self:
            return
        left = PAUSE - self.ngayhoi.quiet
        if left > 0:
            self.set_timer(left, self._ask_next)
        else:
            question = self._questions.popleft()
            self._asked = question.about
            ask(self, question)

    @on(events.Resize)
    def fit(self) -> None:
        """Use the room there is."""
        for strip in self.query(Strip):
            strip.set_class(self.size.height >= _TALL, "-roomy")
        self.set_class(self.size.width >= _WIDE, "-wide")
        self.call_after_refresh(self.show_all)

    async def translate(self) -> None:
        """Show everything in the other language; what happens meanwhile is shown after it."""
        self._translating = True
        try:
            await super().translate()
        finally:
            self._translating = False
        self.fit()

    def show_clock(self, title: str, state: str = "") -> None:
        """The top line: where this is, its state if it has one, and the time."""
        self.query_one("#top", Static).update(top_line(title, self.ngayhoi.clock(), self.size.width, state))


_NOT_TODAY = Bilingual("HÔM NAY KHÔNG PHẢI NGÀY TỔ CHỨC", "NOT TODAY")
_NOT_RECORDED = Bilingual("CHƯA GHI ĐƯỢC", "NOT RECORDED")
NOT_READ = Bilingual("CHƯA ĐỌC ĐƯỢC SỐ LIỆU", "FIGURES NOT READ")
_NEW_DEVICE = Bilingual("MÁY MỚI CỦA KHO NÀY", "A NEW DEVICE")
_NO_SCANNER = Bilingual("MÁY QUÉT TRỤC TRẶC", "SCANNER TROUBLE")
_NO_CAMERA = Bilingual("MÁY ẢNH TRỤC TRẶC", "CAMERA TROUBLE")
