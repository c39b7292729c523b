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


_BADGE = Bilingual(
    """\
╭──────────────╮
│ ▄▄ ▄ ▄▄      │
│ ▄ ▀▄▀█  ━━━━ │
│ ▀▀ ▀ ▀▀ ━━━  │
╰──────────────╯
  thẻ tham dự,
  điện thoại
  hoặc thẻ căn cước,
  phía có ô vuông
  đen trắng""",
    """\
╭──────────────╮
│ ▄▄ ▄ ▄▄      │
│ ▄ ▀▄▀█  ━━━━ │
│ ▀▀ ▀ ▀▀ ━━━  │
╰──────────────╯
  badge, phone or
  citizen card:
  the side with the
  black and white
  square""",
)


class Drawing(Static):
    """A badge, and what may be held up in its place; 10 rows of 21 columns, for beside a picture."""

    DEFAULT_CSS = "Drawing { width: 21; height: 10; color: $secondary; }"

    def __init__(self, language: str) -> None:
        """Has block characters: where those are missing, there is no picture beside it."""
        super().__init__(_BADGE.told_in(language), markup=False)


class Drawings(Static):
    """Three small pictures with their names; 6 rows of 54 columns."""

    DEFAULT_CSS = "Drawings { width: 54; height: 6; color: $secondary; }"

    def __init__(self, language: str, *, plain: bool) -> None:
        """`plain` draws them without block characters."""
        super().__init__((_PLAIN if plain else _DRAWN).told_in(language), markup=False)
