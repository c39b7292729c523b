"""The board on the projector: who is called where, and the day at a glance, people apart from visits."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from checkin.board import Call, Calls, call_within
from data.overview import Day, Watch
from kiosk.messages import Done, Failed
from kiosk.screens.base import Face
from kiosk.screens.board_calls import asked_back, calls_content
from kiosk.screens.board_chart import bars, hours
from kiosk.screens.board_digits import big
from kiosk.screens.board_table import heading, line
from kiosk.screens.desk_words import top_line
from kiosk.voice import Speaker, open_voice
from kiosk.way_wording import called_text
from stations.model import Bilingual

REFRESH = 5.0
"""Seconds from one look at the log to the next."""
PAGE = 2
"""Looks for which one page of stations stays."""
_WIDE, _TALL = 110, 34
"""Columns and rows from which figures are drawn large."""

_MARGIN = 4
"""Columns beside what is shown below the figures."""
_LAID_OUT = 0.05
"""Seconds in which what was hidden has its size again."""
_SMALL, _LETTERED, _LARGE = 6, 9, 11
"""Rows that are not for the calls: title, figures and note; with figures drawn of letters, or large."""

FIGURES = (
    ("inside", Bilingual("ĐANG CÓ MẶT (người)", "INSIDE NOW (people)")),
    ("people", Bilingual("ĐÃ ĐẾN (người)", "CAME TODAY (people)")),
    ("visits", Bilingual("TRẢI NGHIỆM (lượt)", "STATION VISITS (visits)")),
)


class BoardScreen(Face):
    """Shows and calls; nothing is entered here, and a scan is left unanswered."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    BoardScreen #top { height: 1; background: $primary; color: #FFFFFF; text-style: bold; }
    BoardScreen #figures { height: 4; }
    BoardScreen.-large #figures { height: 7; margin: 1 0; }
    BoardScreen .figure { width: 1fr; height: 100%; align-horizontal: center; }
    BoardScreen .figure > * { width: 100%; text-align: center; }
    BoardScreen .figure Digits { height: 3; color: $primary; text-style: bold; }
    BoardScreen .figure .big { height: 5; margin-top: 1; color: $primary; display: none; }
    BoardScreen.-large .figure .big { display: block; }
    BoardScreen.-large .figure Digits { display: none; }
    NgayHoi.-ascii BoardScreen #figures { height: 7; }
    NgayHoi.-ascii BoardScreen .figure .big { display: block; }
    NgayHoi.-ascii BoardScreen .figure Digits { display: none; }
    BoardScreen .label { height: 1; text-style: bold; }
    BoardScreen #chart { height: 6; padding: 0 2; color: $secondary; }
    BoardScreen.-large #chart { height: 9; }
    BoardScreen #stations { height: 1fr; padding: 0 2; margin-top: 1; }
    BoardScreen #calls { height: 1fr; padding: 0 2; display: none; }
    BoardScreen.-calling #calls { display: block; }
    BoardScreen.-calling #chart, BoardScreen.-calling #stations { display: none; }
    BoardScreen #note { height: auto; min-height: 1; padding: 0 2; color: $foreground 70%; }
    BoardScreen #note.-asked-back { color: $error; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._following: Watch | None = None
        self._day: Day | None = None
        self._calls: Calls | None = None
        self._voice: Speaker | None = None
        self._looking = False
        self._looks = 0
        self._problem: Bilingual | None = None

    def compose(self) -> ComposeResult:
        """Name and time, three figures, arrivals, stations; while somebody is called, the calls."""
        yield Static(id="top", markup=False)
        with Horizontal(id="figures"):
            for name, label in FIGURES:
                with Vertical(classes="figure"):
                    yield Static(self.tell(label), classes="label", markup=False)
                    yield Digits("", id=name)
                    yield Static(id=f"{name}-big", classes="big", markup=False)
        yield Static(id="chart", markup=False)
        yield Static(id="stations", markup=False)
        yield Static(id="calls", markup=False)
        yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """Begin to look."""
        self._following = Watch(self.ngayhoi.store, self.ngayhoi.desk.catalogue)
        self._voice = open_voice()
        self.set_interval(REFRESH, self.look)
        self.look()

    def look(self) -> None:
        """Call whose turn it is and read the day anew, unless that is under way.

        The clock is asked once nobody else writes: a round that had to wait for long would call people who
        went on meanwhile, in place of a board that took over.
        """
        following, desk, clock = self._following, self.ngayhoi.desk, self.ngayhoi.clock
        if self._looking or not following:
            return
        self._looking = True

        def job() -> tuple[Calls, Day]:
            with desk.ledger.writing() as log:
                calls = call_within(log, desk, clock())
            return calls, following.day(clock())

        self.ngayhoi.clerk.do_once("day", job, self)

    @on(Done)
    def looked(self, message: Done) -> None:
        """Show what was read."""
        message.stop()
        self._looking, self._problem = False, None
        self._looks += 1
        before, (self._calls, self._day) = self._calls, message.result
        self._announce([call for call in self._calls.called if not before or _is_new(call, before)])
        self._show()

    def _announce(self, calls: list[Call]) -> None:
        """Let new calls be heard, also where scans are not to be."""
        if not calls:
            return
        self.app.bell()
        if self._voice:
            event = self.ngayhoi.desk.catalogue.event
            for call in reversed(calls):
                self._voice.say(called_text(call.number, call.station, event).vi)

    def on_unmount(self) -> None:
        """Be silent."""
        if self._voice:
            self._voice.close()

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say why the figures stand still; they are read again with the next look."""
        message.stop()
        self._looking, self._problem = False, message.sentence
        self._show()

    @on(events.Resize)
    def fit(self) -> None:
        """Use the room there is."""
        self.set_class(self.size.width >= _WIDE and self.size.height >= _TALL, "-large")
        self.call_after_refresh(self._show)

    async def translate(self) -> None:
        """Show everything in the other language."""
        await super().translate()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        day = self._day
        title = self.tell(self.ngayhoi.desk.catalogue.event.name)
        self.query_one("#top", Static).update(top_line(title, self.ngayhoi.clock(), self.size.width))
        if day:
            self._show_figures(day)
            self._show_arrivals(day)
            self._show_stations(day)
        if self._calls:
            self._show_calls(self._calls)
        problem = self._problem or self.not_today()
        if problem:
            self.query_one("#note", Static).update(self.tell(problem))
        chart = self.query_one("#chart")
        if day and chart.display and not chart.size.width and self.size.width > _MARGIN:
            self.set_timer(_LAID_OUT, self._show)  # calls hid it until now

    def _show_calls(self, calls: Calls) -> None:
        self.set_class(bool(calls.called), "-calling")
        panel, note = self.query_one("#calls", Static), self.query_one("#note", Static)
        width = self.size.width - _MARGIN
        turn = self._looks // PAGE
        lines = asked_back(calls, self, width, turn)
        if calls.called:
            small = _LETTERED if self.app.has_class("-ascii") else _SMALL
            around = (_LARGE if self.has_class("-large") else small) + len(lines[1:])
            height = self.size.height - around
            panel.update(calls_content(calls, self.ngayhoi.desk.catalogue.event, self, width, height, turn))
            note.update("")
        note.set_class(bool(lines), "-asked-back")
        if lines:
            note.update("\n".join(lines))

    def _show_figures(self, day: Day) -> None:
        plain = self.app.has_class("-ascii")
        for (name, _), value in zip(FIGURES, (day.inside, day.people, day.visits), strict=True):
            self.query_one(f"#{name}", Digits).update(self.number(value))
            large = big(self.number(value), "#" if plain else "█")
            is_wide = max(map(len, large.split("\n"))) > self.size.width // len(FIGURES)
            self.query_one(f"#{name}-big", Static).update(f"\n\n{self.number(value)}" if is_wide else large)

    def _show_arrivals(self, day: Day) -> None:
        chart = self.query_one("#chart", Static)
        width, height = chart.size.width, chart.size.height
        title = self.say("Người đến, mỗi 10 phút", "People arriving, every 10 minutes")
        peak = max(day.arrivals)
        most = self.say(f"cao nhất {peak}", f"at most {peak}") if peak else ""
        drawn = bars(day.arrivals, width, max(1, height - 2), plain=self.app.has_class("-ascii"))
        head = Content.assemble((f"{title.ljust(width - len(most))}{most}", "bold"))
        chart.update(Content("\n").join([head, *map(Content, drawn), Content(hours(day, width))]))

    def _show_stations(self, day: Day) -> None:
        table = self.query_one("#stations", Static)
        width, rows = table.size.width, max(1, table.size.height - 1)
        pages = max(1, -(-len(day.stations) // rows))
        page = self._looks // PAGE % pages
        shown = day.stations[page * rows : (page + 1) * rows]
        airy = "\n\n" if 2 * len(shown) <= rows else "\n"
        head = Content.styled(heading(self, width), "bold reverse")
        lines = [part for load in shown for part in (airy, line(load, self, width))]
        table.update(Content.assemble(head, *lines))
        turn = self.say(f"Trang {page + 1}/{pages}", f"Page {page + 1}/{pages}") if pages > 1 else ""
        self.query_one("#note", Static).update(turn)


def _is_new(call: Call, before: Calls) -> bool:
    return all((call.number, call.since) != (known.number, known.since) for known in before.called)
