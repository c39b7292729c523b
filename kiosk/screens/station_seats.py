"""What a station's host says of its seats: fewer of them, a pause, the end."""

from __future__ import annotations

from dataclasses import dataclass

from checkin.board import say_seats
from checkin.participation import Entry
from kiosk.screens.desk_counter import Counter
from kiosk.screens.desk_pick import Pick
from kiosk.screens.desk_words import Tone
from kiosk.way_wording import seats_text
from kiosk.wording import joined, several
from stations.model import Bilingual, Station
from stations.queues import CLOSED


@dataclass(frozen=True, slots=True)
class SeatsFlow:
    """One question, then the deed; Esc leaves everything as it is."""

    counter: Counter
    station: Station
    seats: int
    """Those that work now, or `CLOSED`."""
    waiting: int
    """People in line."""

    def begin(self) -> None:
        """Ask how many seats work; the bar stands on a pause, or where it takes nobody on all seats."""
        states = [0, *range(self.station.seats, 0, -1), CLOSED]

        def chosen(index: int | None) -> None:
            if index is not None:
                self._say(states[index])

        state = seats_text(self.seats, self.station)
        title = Bilingual(
            f"Trạm nhận khách thế nào? Bây giờ: {state.vi}.", f"How many people? Now: {state.en}."
        )
        rows = [_choice(seats, self.station) for seats in states]
        self.counter.offer(Pick(title, rows, first=int(self.seats <= 0)), chosen)

    def _say(self, seats: int) -> None:
        app = self.counter.ngayhoi
        desk, now, station = app.desk, app.clock(), self.station
        said = None if seats == CLOSED else seats

        def kept(_: Entry) -> None:
            text = seats_text(seats, station)
            headline = Bilingual(f"TRẠM: {text.vi.upper()}", f"STATION: {text.en.upper()}")
            known = _KNOWN if seats > 0 else joined(*_in_line(self.waiting), _NOBODY_SENT)
            self.counter.report(self.counter.told(Tone.GOOD, headline, known))
            self.counter.refresh_figures()

        self.counter.hand(lambda: say_seats(station.code, said, desk, now), kept)


def _choice(seats: int, station: Station) -> Bilingual:
    if seats == CLOSED:
        return Bilingual("Đóng trạm, hôm nay không nhận khách nữa", "Closed: nobody else today")
    if seats == 0:
        return Bilingual("Tạm dừng: chưa nhận khách", "Pausing: nobody for now")
    if seats == station.seats:
        return Bilingual(f"Nhận đủ: {seats} chỗ", f"All seats: {seats}")
    return Bilingual(f"Chỉ còn {seats} chỗ", f"Only {seats}")


def _in_line(waiting: int) -> list[Bilingual]:
    """What becomes of those in line at a station that takes nobody any more."""
    if not waiting:
        return []
    wait = several(waiting, "person waits", "people wait")
    return [
        Bilingual(
            f"Còn {waiting} người chờ: mời ra ki-ốt quét mã, bấm F7.",
            f"{wait} still: please send them to the kiosk, to scan their code and press F7.",
        )
    ]


OPEN_AGAIN = Bilingual("Mở lại: F7.", "F7 opens it again.")
_KNOWN = Bilingual("Đã ghi; bảng lớn sẽ theo số chỗ này.", "Noted; the board will go by it.")
_NOBODY_SENT = joined(
    Bilingual("Từ giờ không ai được mời đến trạm này.", "Nobody is sent here from now on."), OPEN_AGAIN
)
