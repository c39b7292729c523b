"""Where people are told to go, which numbers are called, and what a station takes: Vietnamese and English.

A sentence fits three lines of eighty columns. Nothing here decides anything.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from checkin.desk import Answer, is_complete, passport
from checkin.event import Catalogue, Event
from checkin.local_time import VIETNAM
from checkin.person import Person
from data.reports.vietnamese import inside
from kiosk.wording import (
    addressee,
    complete_text,
    duration,
    joined,
    reason_text,
    several,
    station_name,
)
from stations.model import Bilingual, Call, Go, Hold, Nothing, Station
from stations.queues import CLOSED

_LATER = Bilingual("Lát nữa mời quét mã hỏi lại.", "Please scan again in a while.")
_BY_FIVES = 10
"""Minutes beyond which a limit is said in steps of five."""

SHORT_OF_TIME = Bilingual(
    "Hôm nay đông, e rằng không kịp đi đủ các trạm.", "It is busy: there may not be time for every station."
)
"""For whoever cannot finish their passport in the time they can stay."""


def answer_text(answer: Answer, catalogue: Catalogue, now: datetime) -> Bilingual:
    """All that is said after a scan: what came of it, and where to go next."""
    result = reason_text(answer, catalogue, now)
    if answer.call == Nothing():
        return result
    return joined(result, call_text(answer.call, answer.person, catalogue, now))


def way_text(answer: Answer, catalogue: Catalogue, now: datetime) -> Bilingual:
    """Where whoever was recognised goes next, or that they have made every visit asked for."""
    if is_complete(answer, catalogue):
        return complete_text(addressee(answer.person, catalogue, now).form)
    way, left = call_text(answer.call, answer.person, catalogue, now), passport(answer, catalogue)
    may_change = left is not None and not left.complete and not _is_over(catalogue.event, now)
    return joined(way, _LATER) if answer.call == Nothing() and may_change else way


def call_text(call: Call, person: Person | None, catalogue: Catalogue, now: datetime) -> Bilingual:
    """Where to go next: a station now, a chair for a while, or as one likes."""
    form = addressee(person, catalogue, now).form
    match call:
        case Go(station, wait):
            return _directions(form, station, wait, catalogue.event)
        case Hold(minutes, number):
            if number is not None:
                seat = Bilingual(f"Mời {form} ngồi nghỉ.", "Please take a seat.")
                return joined(seat, calling_text(call, number), *([SHORT_OF_TIME] if call.is_short else []))
            if minutes is None:
                return Bilingual(
                    f"Các trạm còn lại đang tạm dừng. Mời {form} ngồi nghỉ, lát nữa quét mã hỏi lại.",
                    "What is left to visit pauses. Please take a seat, and scan again in a while.",
                )
            return Bilingual(
                f"Mời {form} ngồi nghỉ, khoảng {duration(minutes).vi} nữa sẽ có chỗ.",
                f"Please take a seat; a place should be free in about {duration(minutes).en}.",
            )
        case Nothing(shortest) if shortest is not None:
            return Bilingual(
                f"Rất tiếc, với thời gian {form} đã báo thì không kịp một lượt trải nghiệm nào. "
                f"Nếu {form} ở thêm được, lượt ngắn nhất cần ít nhất khoảng {duration(shortest).vi}.",
                "We are sorry: no visit fits in the time you said you can stay. "
                f"If you can stay longer, the shortest one takes at least about {duration(shortest).en}.",
            )
        case Nothing() if _is_over(catalogue.event, now):
            return Bilingual(
                f"Các trạm đã hết giờ nhận khách. Cảm ơn {form} đã đến dự.",
                "The stations are past their hours. Thank you for coming.",
            )
        case Nothing():
            return Bilingual(
                f"Hiện không còn trạm nào để mời {form} đến. Mời {form} tham quan tự do.",
                "There is no further station to visit now. Please look around as you like.",
            )
        case _:
            assert_never(call)


def ways_text(calls: Sequence[Call], event: Event) -> Bilingual:
    """Where the people of a group go next: how many to which stations, who sits, and how many are free."""
    bound = Counter(call.station for call in calls if isinstance(call, Go))
    stations: dict[int, list[int]] = {}
    for number, count in sorted((s.number, bound[s.code]) for s in event.stations if bound[s.code]):
        stations.setdefault(count, []).append(number)
    numbers = sorted(call.number for call in calls if isinstance(call, Hold) and call.number is not None)
    ways = [_each_to(count, alike) for count, alike in stations.items()]
    vi, en = "; ".join(way.vi for way in ways), "; ".join(way.en for way in ways)
    said = [Bilingual(f"Mời {vi}.", f"Please send {en}.")] if ways else []
    if numbers:
        listed = _numbers(numbers)
        sit = several(len(numbers), "takes", "take")
        said.append(
            Bilingual(
                f"{len(numbers)} người ngồi nghỉ, bảng sẽ gọi số {listed}.",
                f"{sit} a seat; the board will call {listed}.",
            )
        )
    without = [call.minutes for call in calls if isinstance(call, Hold) and call.number is None]
    if pausing := without.count(None):
        sit = several(pausing, "takes", "take")
        said.append(
            Bilingual(
                f"{pausing} người ngồi nghỉ vì trạm tạm dừng, lát nữa quét mã hỏi lại.",
                f"{sit} a seat, as stations pause; please scan again in a while.",
            )
        )
    if early := len(without) - pausing:
        sit = several(early, "takes", "take")
        said.append(
            Bilingual(f"{early} người ngồi nghỉ, chờ trạm mở.", f"{sit} a seat until a station opens.")
        )
    if free := sum(isinstance(call, Nothing) for call in calls):
        said.append(Bilingual(f"{free} người tham quan tự do.", f"{free} free to look around."))
    return joined(*said)


def _each_to(count: int, stations: Sequence[int]) -> Bilingual:
    """So many people to each of these stations."""
    listed = _numbers(stations)
    if stations[1:]:
        return Bilingual(f"{count} người đến mỗi trạm {listed}", f"{count} to each of stations {listed}")
    return Bilingual(f"{count} người đến trạm {listed}", f"{count} to station {listed}")


def calling_text(call: Hold, number: int) -> Bilingual:
    """When a number will be called, as far as it can be told."""
    if call.minutes is None:
        return Bilingual(
            f"Khi có chỗ, bảng sẽ gọi số {number}.",
            f"The board will call number {number} when a place is free.",
        )
    minutes = _round_up(call.minutes)
    return Bilingual(
        f"Trong vòng {duration(minutes).vi} nữa, bảng sẽ gọi số {number}.",
        f"The board will call number {number} within {duration(minutes).en}.",
    )


def seats_text(seats: int, station: Station) -> Bilingual:
    """How many people a station takes at the same time, in a few words."""
    if seats == CLOSED:
        return Bilingual("đã đóng", "closed")
    if seats == 0:
        return Bilingual("tạm dừng", "pausing")
    if seats < station.seats:
        return Bilingual(f"còn {seats}/{station.seats} chỗ", f"{seats} of {station.seats} seats")
    return Bilingual(f"{seats} chỗ", several(seats, "seat", "seats"))


def nobody_to_call(seats: int, station: Station, now: datetime) -> Bilingual:
    """Why nobody was called to a station that takes so many people."""
    if seats == CLOSED:
        return Bilingual("Trạm đã đóng nên không gọi ai.", "The station is closed, so nobody is called.")
    if seats == 0:
        return Bilingual("Trạm đang tạm dừng nên không gọi ai.", "The station pauses, so nobody is called.")
    if not station.is_open(now.astimezone(VIETNAM).time()):
        opens, closes = f"{station.opens:%H:%M}", f"{station.closes:%H:%M}"
        return Bilingual(
            f"Trạm nhận khách từ {opens} đến {closes} nên lúc này không gọi ai.",
            f"The station takes people from {opens} to {closes}, so nobody is called now.",
        )
    return Bilingual(
        "Không có ai đang ngồi chờ mà hợp với trạm này.", "Nobody who waits to be called suits this station."
    )


def called_text(number: int, code: str, event: Event) -> Bilingual:
    """That a number is called to a station, as a voice says it too."""
    name = station_name(code, event)
    return Bilingual(f"Mời số {number} đến {name.vi}.", f"Number {number}, please go to {name.en}.")


def calls_text(waiting: int, missed: Sequence[int], in_vain: Sequence[int]) -> Bilingual:
    """How many sit until they are called, who was called twice in vain, and who cannot be called any more."""
    text = Bilingual(f"Đang ngồi chờ gọi: {waiting} người.", f"Waiting to be called: {waiting}.")
    if missed:
        numbers = ", ".join(map(str, missed))
        vi, en = f"Đã gọi hai lần, chưa đến: {numbers}.", f"Called twice and did not come: {numbers}."
        text = joined(text, Bilingual(vi, en))
    if in_vain:
        numbers = ", ".join(map(str, in_vain))
        vi, en = f"Mời quay lại ki-ốt: {numbers}.", f"To come back to the kiosk: {numbers}."
        text = joined(text, Bilingual(vi, en))
    return text


def _directions(form: str, code: str, wait: float, event: Event) -> Bilingual:
    name, station = station_name(code, event), event.station(code)
    place = station.place if station else ""
    line_vi = f" Chờ khoảng {duration(wait).vi}." if wait >= 1 else ""
    line_en = f" The wait is about {duration(wait).en}." if wait >= 1 else ""
    return Bilingual(
        f"Mời {form} đến {name.vi}{', ' + inside(place) if place else ''}.{line_vi}",
        f"Please go to {name.en}{f' ({place})' if place else ''}.{line_en}",
    )


def _is_over(event: Event, now: datetime) -> bool:
    """Whether the hours of all its stations have ended."""
    local = now.astimezone(VIETNAM).time()
    return bool(event.stations) and all(station.closes <= local for station in event.stations)


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers in order; those that follow each other as their first and last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _round_up(minutes: float) -> int:
    """A limit as people say it: whole minutes up to ten, then fives."""
    return math.ceil(minutes) if minutes <= _BY_FIVES else 5 * math.ceil(minutes / 5)
