"""The organiser's screen: the figures of the report, during the day."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from data.reports.counting import figures
from data.reports.figures import EventFigures
from kiosk.messages import Done, Failed
from kiosk.screens.base import Face
from kiosk.screens.desk_words import top_line
from kiosk.screens.figures_tables import figures_content
from stations.model import Bilingual

REFRESH = 10.0
"""Seconds from one count to the next."""


class FiguresScreen(Face):
    """Shows what the report would say now; nothing is entered here, and a scan is left unanswered."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    FiguresScreen #top { height: 1; background: $primary; color: #FFFFFF; text-style: bold; }
    FiguresScreen #page { height: 1fr; padding: 0 2; }
    FiguresScreen #note { height: auto; min-height: 1; padding: 0 2; color: $foreground 70%; }
    """
    AUTO_FOCUS = "#page"

    def __init__(self) -> None:
        super().__init__()
        self._counted: EventFigures | None = None
        self._counting = False
        self._problem: Bilingual | None = None

    def compose(self) -> ComposeResult:
        """Name and time, the figures to scroll through, a note."""
        yield Static(id="top", markup=False)
        with VerticalScroll(id="page"):
            yield Static(id="figures", markup=False)
        yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """Begin to count."""
        self.set_interval(REFRESH, self.look)
        self.look()

    def look(self) -> None:
        """Count anew, unless that is under way."""
        if self._counting:
            return
        self._counting = True
        store, catalogue, now = self.ngayhoi.store, self.ngayhoi.desk.catalogue, self.ngayhoi.clock()

        def count() -> EventFigures:
            with store.reading() as log:
                return figures(log, [catalogue], now).events[0]

        self.ngayhoi.clerk.do_once("figures", count, self)

    @on(Done)
    def counted(self, message: Done) -> None:
        """Show what was counted."""
        message.stop()
        self._counting, self._problem, self._counted = False, None, message.result
        self._show()

    @on(Failed)
    def failed(self, message: Failed) -> None:
        """Say why the figures stand still; they are counted again in a while."""
        message.stop()
        self._counting, self._problem = False, message.sentence
        self._show()

    @on(events.Resize)
    def fit(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._show)

    async def translate(self) -> None:
        """Show everything in the other language."""
        await super().translate()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        title = self.tell(self.ngayhoi.desk.catalogue.event.name)
        self.query_one("#top", Static).update(top_line(title, self.ngayhoi.clock(), self.size.width))
        hint = self.say("↑ ↓: xem tiếp · F2: English", "↑ ↓: more · F2: Tiếng Việt")
        self.query_one("#note", Static).update(self.tell(self._problem) if self._problem else hint)
        width = self.query_one("#page").size.width - 5
        if self._counted and width > 0:
            self.query_one("#figures", Static).update(figures_content(self._counted, self, width))
