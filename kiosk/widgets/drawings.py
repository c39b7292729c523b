"""What may be held to the scanner, drawn: a badge, a phone, a citizen card."""

from __future__ import annotations

from textual.widgets import Static

from stations.model import Bilingual

_DRAWN = Bilingual(
    """\
╭──────────────╮      ╭────────╮      ╭──────────────╮
│ ▄▄ ▄ ▄▄      │      │ ▄▄▄ ▄▄ │      │ ★            │
│ ▄ ▀▄▀█  ━━━━ │      │ ▀▄▀▄▄▀ │      │ ┌──┐  ▄▄ ▄▄  │
│ ▀▀ ▀ ▀▀ ━━━  │      │ ▀▀ ▀▀▀ │      │ └──┘  ▀▄▀▄▀  │
╰──────────────╯      ╰───○────╯      ╰──────────────╯
  thẻ tham dự         điện thoại        thẻ căn cước""",
    """\
╭──────────────╮      ╭────────╮      ╭──────────────╮
│ ▄▄ ▄ ▄▄      │      │ ▄▄▄ ▄▄ │      │ ★            │
│ ▄ ▀▄▀█  ━━━━ │      │ ▀▄▀▄▄▀ │      │ ┌──┐  ▄▄ ▄▄  │
│ ▀▀ ▀ ▀▀ ━━━  │      │ ▀▀ ▀▀▀ │      │ └──┘  ▀▄▀▄▀  │
╰──────────────╯      ╰───○────╯      ╰──────────────╯
     badge              phone           citizen card""",
)
_PLAIN = Bilingual(
    """\
+--------------+      +--------+      +--------------+
| ## # ##      |      | ### ## |      | *            |
| # # ##  ---- |      | # # ## |      | +--+  ## ##  |
| ## # ## ---  |      | ## ### |      | +--+  # # #  |
+--------------+      +---()---+      +--------------+
  thẻ tham dự         điện thoại        thẻ căn cước""",
    """\
+--------------+      +--------+      +--------------+
| ## # ##      |      | ### ## |      | *            |
| # # ##  ---- |      | # # ## |      | +--+  ## ##  |
| ## # ## ---  |      | ## ### |      | +--+  # # #  |
+--------------+      +---()---+      +--------------+
     badge              phone           citizen card""",
)


class Drawings(Static):
    """Three small pictures with their names; 6 rows of 54 columns."""

    DEFAULT_CSS = "Drawings { width: 54; height: 6; color: $secondary; }"

    def __init__(self, language: str, *, plain: bool) -> None:
        """`plain` draws them without block characters."""
        text = _PLAIN if plain else _DRAWN
        super().__init__(text.vi if language == "vi" else text.en, markup=False)
