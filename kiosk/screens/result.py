"""What came of a scan at the kiosk, and where to go next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from checkin import badge as badges
from checkin.admission import Reason, is_here
from checkin.desk import Answer, is_complete, passport
from checkin.identity import Recognised
from checkin.participation import Kind
from checkin.ports import NoDeviceNumber
from checkin.registration import badge_code
from checkin.visits import Objection, object_to, stay
from kiosk.messages import Done, Failed
from kiosk.printing.terminal import half_blocks
from kiosk.screens.desk_words import NONE, Tone, tone
from kiosk.screens.device_number import DeviceNumber
from kiosk.screens.verdict import Verdict
from kiosk.way_wording import SHORT_OF_TIME, calling_text, way_text
from kiosk.widgets.blocks import painted
from kiosk.widgets.keys import KeyBar
from kiosk.widgets.way import Way
from kiosk.wording import (
    Addressee,
    addressee,
    capitalised,
    complete_text,
    duration,
    reason_text,
    stamps_text,
    stay_text,
)
from stations.model import Bilingual, Call, Go, Hold, Nothing, Station
from stations.passport import Progress
from stations.queues import FORGOTTEN_AFTER

_STARS = 9
_BESIDE_STAMPS, _BADGE = 6, 33
"""Columns that are not for the stamps; a terminal's own wrapping would part a box from its name."""
_BESIDE_WAY = 10
"""Columns around a number and its texts."""
_ROWS_OF_TROUBLE = 3
"""Rows that what the store says may take."""
_FEW_ROWS = 2
"""Rows of stamps, and of answers beyond the first, that always fit below what is drawn large."""
_LARGE = 99
"""Numbers up to which digits are drawn as large as there is room."""
_PHOTOGRAPHING = 4
"""So many times as long a result stays that shows a badge to be photographed."""


class Result(Verdict):
    """The answer to one person: greeting, way, how long they can stay, and their badge to photograph."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "badge", show=False, id="result.badge"),
        Binding("f6", "decline", show=False, id="result.decline"),
        Binding("f7", "give_up_line", show=False, id="result.give_up_line"),
        *(Binding(str(digit), f"stay({digit})", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, answer: Answer, code: str | None = None) -> None:
        """`code` is the badge code to show at once, as for someone just registered."""
        super().__init__()
        self._answer = answer
        self._call: Call = answer.call
        self._code = code
        self._is_asking = _may_be_asked(answer) or _is_too_short(answer.call)
        self._said: dict[str, Bilingual] = {}
        """What is to be said once an answer is noted, by the work that notes it."""
        self._noted: Bilingual | None = None
        """The same of the last one that was."""
        self._trouble = NONE
        """Why the last answer was not noted, if it was not."""
        self._untold = 0
        """Answers of theirs of which the store is still to say what comes: they have to be told of it."""
        self._may_object = True
        """Once a scan: who holds the key down would else decline the next advice too."""

    def is_for_another_than(self, answer: Answer) -> bool:
        """Whether it is for somebody who is known, and not for whom an answer is."""
        return _who(self._answer) not in (None, _who(answer))

    @property
    def minds_posters(self) -> bool:
        """If it says what such a code is: whoever shows one after the other is told of each."""
        return self._answer.decision.reason is Reason.FOREIGN_CODE

    @property
    def is_held(self) -> bool:
        """While a question is open or a badge is there to be photographed."""
        return self._is_asking or self._untold > 0 or self._code is not None

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Go away once it was told what came of the last answer."""
        if self._untold:
            self.wait_for_someone()
            return AwaitComplete()
        return super().dismiss(result)

    @property
    def patience(self) -> float | None:
        """Longer while a badge is shown, which has to be photographed."""
        return self.ngayhoi.settings.result_seconds * (_PHOTOGRAPHING if self._code else 1)

    def compose(self) -> ComposeResult:
        """Outcome, way and badge side by side, question, keys."""
        catalogue, now = self.ngayhoi.desk.catalogue, self.ngayhoi.clock()
        self.set_class(self._code is not None and self._trouble != NONE, "-crowded")
        yield self.headline(self._tone, reason_text(self._answer, catalogue, now))
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield from self._compose_way()
            if self._code:
                yield from self._compose_badge(self._code)
        if self._trouble != NONE:
            yield Static(self.tell(self._trouble), id="trouble", markup=False)
        if self._noted:
            yield Static(self.tell(self._noted), id="noted", markup=False)
        if self._is_asking:
            yield Static(self._question(), id="question", markup=False)
            with Vertical(id="stays"):
                yield from map(KeyBar, self._stay_rows)
        if objections := self._objections():
            yield KeyBar(objections, id="objections")
        yield KeyBar(self._keys(), id="keys")

    def _compose_way(self) -> ComposeResult:
        catalogue, now = self.ngayhoi.desk.catalogue, self.ngayhoi.clock()
        who = addressee(self._answer.person, catalogue, now)
        if self._is_complete:
            yield from self._compose_praise(complete_text(who.form))
        else:
            yield from self._compose_next(who)
        if stamps := self._stamps:
            yield Static("\n".join(stamps), id="stamps", markup=False)

    def _compose_praise(self, text: Bilingual) -> ComposeResult:
        star = "*" if self.app.has_class("-ascii") else "★"
        yield Static("   ".join(star * _STARS), classes="stars", markup=False)
        yield Static(self.tell(text), id="praise", markup=False)
        if not self._open_to:
            yield Static("   ".join(star * _STARS), classes="stars", markup=False)

    def _compose_next(self, who: Addressee) -> ComposeResult:
        catalogue, now = self.ngayhoi.desk.catalogue, self.ngayhoi.clock()
        match self._call:
            case Go(code, wait) if station := catalogue.event.station(code):
                yield self._invitation(
                    f"Mời {who.form} đi ngay đến trạm số", "Please go now to station number"
                )
                yield self._large(station.number, self._way_texts(station, wait))
                return
            case Hold(_, int(number)):
                yield self._invitation(
                    f"Mời {who.form} ngồi nghỉ. Số gọi của {who.form}:", "Please take a seat. Your number:"
                )
                yield self._large(number, self._call_texts(self._call, number))
                return
        if self._is_here:
            text = way_text(replace(self._answer, call=self._call), catalogue, now)
            yield Static(self.tell(text), id="call", markup=False)
        yield self.large_sign(self._tone)

    def _invitation(self, vi: str, en: str) -> Static:
        return Static(self.say(vi, en), id="invitation", markup=False)

    def _large(self, number: int, texts: tuple[str, ...]) -> Way:
        scale = self._scale // 2 if self._code or number > _LARGE else self._scale
        room = self.app.size.width - _BESIDE_WAY - (_BADGE if self._code else 0)
        return Way(number, texts, scale=max(1, scale), plain=self.app.has_class("-ascii"), room=room)

    def _call_texts(self, call: Hold, number: int) -> tuple[str, ...]:
        short = [SHORT_OF_TIME] if call.is_short else []
        return tuple(self.tell(text) for text in (calling_text(call, number), *short))

    def _way_texts(self, station: Station, wait: float) -> tuple[str, ...]:
        vi, en = "Không phải chờ", "No waiting"
        if wait >= 1:
            vi, en = f"Chờ khoảng {duration(wait).vi}", f"About {duration(wait).en} to wait"
        return tuple(filter(None, (self.tell(station.name), station.place, self.say(vi, en))))

    def _compose_badge(self, code: str) -> ComposeResult:
        with Vertical(id="badge"):
            if not self.app.has_class("-ascii"):
                yield Static(painted(half_blocks(code)), id="qr")
            yield Static(badges.grouped(code), id="code", markup=False)
            yield Static(self.say("Mời chụp bằng điện thoại", "Photograph it with a phone"), id="photograph")

    @property
    def _stamps(self) -> list[str]:
        """The rows of the passport; none where it asks nothing, or beside a badge once something failed."""
        progress = self._passport
        if not progress or not progress.asked or (self._code and self._trouble != NONE):
            return []
        text = self.tell(stamps_text(progress, plain=self.app.has_class("-ascii")))
        width = self.app.size.width - _BESIDE_STAMPS - (_BADGE if self._code else 0)
        return [row.replace("\u00a0", " ") for row in wrap(text, max(1, width), break_on_hyphens=False)]

    @property
    def _scale(self) -> int:
        """As of any, and smaller where long names, many answers or what went wrong need the room."""
        rows = len(self._stamps) + len(self._stay_rows[1:]) + _ROWS_OF_TROUBLE * (self._trouble != NONE)
        return super()._scale - (rows > _FEW_ROWS)

    @property
    def _passport(self) -> Progress | None:
        return passport(self._answer, self.ngayhoi.desk.catalogue) if self._is_here else None

    @property
    def _is_complete(self) -> bool:
        """Whether everything asked of them is done, so that there is nothing to say but well done."""
        now = replace(self._answer, call=self._call)
        return self._is_here and is_complete(now, self.ngayhoi.desk.catalogue)

    @property
    def _tone(self) -> Tone:
        return Tone.GOOD if self._is_complete else tone(self._answer.decision)

    @property
    def _is_here(self) -> bool:
        return is_here(self._answer.decision)

    def _question(self) -> str:
        who = addressee(self._answer.person, self.ngayhoi.desk.catalogue, self.ngayhoi.clock())
        return self.say(f"{capitalised(who.form)} ở lại được bao lâu?", "How long can you stay?")

    def _stays(self) -> list[tuple[str, str, str]]:
        stays = self.ngayhoi.desk.catalogue.event.stays
        names = [self.tell(duration(minutes)) for minutes in stays]
        names.append(self.say("Không rõ", "Not sure"))
        return [(str(i), str(i), name) for i, name in enumerate(names, 1)]

    @property
    def _stay_rows(self) -> list[list[tuple[str, str, str]]]:
        """The answers in as many rows as they need."""
        rows: list[list[tuple[str, str, str]]] = [[]]
        for key in self._stays() if self._is_asking else ():
            if sum(map(_width, [*rows[-1], key])) > self.app.size.width - _BESIDE_STAMPS:
                rows.append([])
            rows[-1].append(key)
        return rows

    @property
    def _open_to(self) -> dict[Objection, Station]:
        """What they may object, each with the station that it is about; nothing beside a badge.

        Whoever is praised may still stand in the line of the last one, while that is likely.
        """
        before, event = self._answer.presence, self.ngayhoi.desk.catalogue.event
        if self._code or not (self._is_here and self._may_object):
            return {}
        if self._is_complete and not self._may_be_in_line:
            return {}
        sent = before.bound if before.bound not in before.visited else None
        code = self._call.station if isinstance(self._call, Go) else sent
        about: dict[Objection, str | None] = {Kind.DECLINED: code, Kind.GAVE_UP: before.bound}
        return {k: station for k, code in about.items() if code and (station := event.station(code))}

    @property
    def _may_be_in_line(self) -> bool:
        """Whether a visit that was not scanned out began so lately that it may not be over."""
        before = self._answer.presence
        station = self.ngayhoi.desk.catalogue.event.station(before.station or "")
        if station is None or before.turned is None:
            return False
        since = self.ngayhoi.clock() - before.turned.draft.at
        return since < timedelta(minutes=FORGOTTEN_AFTER * station.minutes)

    def _objections(self) -> list[tuple[str, str, str]]:
        return [
            (
                key.lower(),
                key,
                self.say(f"Trạm {station.number}: {text.vi}", f"Station {station.number}: {text.en}"),
            )
            for kind, station in self._open_to.items()
            for key, text in [_OBJECTIONS[kind]]
        ]

    def _keys(self) -> list[tuple[str, str, str]]:
        done = ("enter", "Enter", self.say("Xong", "Done"))
        photograph = ("f5", "F5", self.say("Chụp mã thẻ bằng điện thoại", "Photograph my badge code"))
        return [done, photograph] if self._may_show_badge else [done]

    @property
    def _may_show_badge(self) -> bool:
        return self._is_here and not self._code and isinstance(self._answer.identity, Recognised)

    def action_stay(self, number: int) -> None:
        """Take the answer to how long they can stay; the last one is "not sure"."""
        stays, identity = self.ngayhoi.desk.catalogue.event.stays, self._answer.identity
        if not self._is_asking or number > len(stays) + 1:
            return
        self._is_asking = False
        who = addressee(self._answer.person, self.ngayhoi.desk.catalogue, self.ngayhoi.clock())
        said = stay_text(who.form, stays[number - 1] if number <= len(stays) else None)
        if number > len(stays):
            self._noted, self._trouble = said, NONE
            self.call_later(self.recompose)
            return
        desk, now = self.ngayhoi.desk, self.ngayhoi.clock()
        self._untold += 1
        self._said["stay"] = said
        self.ngayhoi.clerk.do("stay", lambda: stay(identity, stays[number - 1], desk, now), self)

    def action_decline(self) -> None:
        """Take it that they will not go to the station, and show the new advice."""
        self._object(Kind.DECLINED)

    def action_give_up_line(self) -> None:
        """Take it that they left the line of the station, and show the new advice."""
        self._object(Kind.GAVE_UP)

    def _object(self, kind: Objection) -> None:
        station = self._open_to.get(kind)
        if station is None:
            return
        self._may_object = False
        who = addressee(self._answer.person, self.ngayhoi.desk.catalogue, self.ngayhoi.clock())
        self._said["object"] = _objected(kind, who.form, station.number)
        self._untold += 1
        identity, desk, now = self._answer.identity, self.ngayhoi.desk, self.ngayhoi.clock()
        job = lambda: object_to(station.code, kind, identity, desk, now)  # noqa: E731
        self.ngayhoi.clerk.do("object", job, self)

    def action_badge(self) -> None:
        """Show their badge, making one if they have none."""
        identity = self._answer.identity
        if not self._may_show_badge or not isinstance(identity, Recognised):
            return
        ledger, person, badge = self.ngayhoi.desk.ledger, identity.person, identity.badge

        def job() -> str | None:
            if badge or not person:
                return badges.encode(badge, ledger.key) if badge else None
            try:
                return badge_code(person.id, ledger)
            except NoDeviceNumber:
                return None

        self.ngayhoi.clerk.do("badge", job, self)

    @on(Done)
    async def done(self, message: Done) -> None:
        """Show the way anew, or the badge."""
        message.stop()
        self._trouble = NONE
        self._untold -= message.work != "badge"
        match message.work, message.result:
            case "stay", call:
                self._call, self._is_asking = call, _is_too_short(call)
                self._noted = self._said["stay"]
            case "object", (call, presence):
                self._call, self._answer = call, replace(self._answer, presence=presence)
                self._is_asking = self._is_asking or _is_too_short(call)
                self._noted = self._said["object"] if presence.inside else None
            case "badge", None:
                self.app.push_screen(DeviceNumber(), self._numbered)
            case "badge", code:
                self._code = code
        await self._show_anew()

    @on(Failed)
    async def failed(self, message: Failed) -> None:
        """Say what the store says; what was shown before still holds, and may be answered again."""
        message.stop()
        self._trouble = message.sentence
        self._untold -= message.work != "badge"
        if message.work == "stay":
            self._is_asking = True
        elif message.work == "object":
            self._may_object = True
        await self._show_anew()

    async def _show_anew(self) -> None:
        """Show what came of an answer, under fingers that may still be down on what stood there before."""
        self.ngayhoi.moved_on()
        await self.recompose()
        self.wait_for_someone()

    def _numbered(self, numbered: bool | None) -> None:
        if numbered:
            self.action_badge()


_OBJECTIONS: dict[Objection, tuple[str, Bilingual]] = {
    Kind.DECLINED: ("F6", Bilingual("đã làm rồi, hoặc không hợp", "done, or not for me")),
    Kind.GAVE_UP: ("F7", Bilingual("chờ mãi chưa đến lượt", "line not moving")),
}
"""What may be said against a station, each with its key."""


def _objected(kind: Objection, form: str, number: int) -> Bilingual:
    """That it was noted what somebody addressed so said against a station."""
    if kind is Kind.DECLINED:
        return Bilingual(
            f"Máy đã ghi: {form} không cần đến trạm {number}.", f"Noted: you do not need station {number}."
        )
    return Bilingual(
        f"Máy đã ghi: {form} chờ mãi chưa đến lượt ở trạm {number}.",
        f"Noted: the line of station {number} does not move.",
    )


def _width(key: tuple[str, str, str]) -> int:
    """Columns of a key in a bar, with the gap after it."""
    return cell_len(f" {key[1]}  {key[2]} ")


def _who(answer: Answer) -> str | None:
    return answer.identity.who if isinstance(answer.identity, Recognised) else None


def _is_too_short(call: Call) -> bool:
    """Whether another answer to how long they can stay would open the way."""
    return isinstance(call, Nothing) and call.shortest is not None


def _may_be_asked(answer: Answer) -> bool:
    return is_here(answer.decision) and answer.presence.stay is None and not isinstance(answer.call, Nothing)
