"""A greeting in large letters, to be read from across a yard."""

from __future__ import annotations

from textual.widgets import Static

from stations.model import Bilingual

_XIN_CHAO = """\
                                                     ▀▄
▄▄   ▄▄▄  ▄▄▄ ▄▄▄   ▄▄         ▄▄▄▄▄   ▄▄▄   ▄▄     ▄▄▄     ▄▄▄▄▄▄     ▄▄
▀██▄▄██   ███ ████  ██       ▄██▀▀▀▀   ███   ██    ████    ▄██▀▀▀██▄   ██
  ███▀    ███ ██▀██ ██       ██        ███▄▄▄██   ██ ▀██   ██    ▀██   ██
 ▄████    ███ ██  ████       ██        ███▀▀▀██  ▄██▄▄██▄  ██    ▄██   █▀
▄██ ▀██▄  ███ ██   ███       ▀██▄▄▄▄   ███   ██  ██▀▀▀▀██  ▀██▄▄▄██▀   ▄▄
▀▀    ▀▀  ▀▀▀ ▀▀   ▀▀▀         ▀▀▀▀▀   ▀▀▀   ▀▀ ▀▀▀    ▀▀▀   ▀▀▀▀▀     ▀▀"""
_WELCOME = """\

▄▄   ▄▄   ▄▄  ▄▄▄▄▄▄▄  ▄▄▄       ▄▄▄▄▄   ▄▄▄▄▄▄   ▄▄▄    ▄▄▄   ▄▄▄▄▄▄▄   ▄▄
██  ███▄  ██  ███▀▀▀   ███     ▄██▀▀▀▀  ▄██▀▀▀██▄ ████  ▄███   ███▀▀▀    ██
██▄ █▀██ ███  ███▄▄▄   ███     ██       ██    ▀██ ██▀██ █▀██   ███▄▄▄    ██
 ██▄█  █▄██   ███▀▀▀   ███     ██       ██    ▄██ ██  ███ ██   ███▀▀▀    █▀
 ████  ████   ███▄▄▄▄  ███▄▄▄▄ ▀██▄▄▄▄  ▀██▄▄▄██▀ ██  ▀▀  ██   ███▄▄▄▄   ▄▄
 ▀▀▀   ▀▀▀    ▀▀▀▀▀▀▀  ▀▀▀▀▀▀▀   ▀▀▀▀▀    ▀▀▀▀▀   ▀▀      ▀▀   ▀▀▀▀▀▀▀   ▀▀"""
_DRAWN = Bilingual(_XIN_CHAO, _WELCOME)
_WIDTH, _HEIGHT = 75, 7
_PLAIN = Bilingual("\n\n\n" + "X I N   C H À O !".center(_WIDTH), "\n\n\n" + "W E L C O M E !".center(_WIDTH))


class Banner(Static):
    """Xin chào, or Welcome; 7 rows of 75 columns."""

    DEFAULT_CSS = f"""
    Banner {{ width: {_WIDTH}; height: {_HEIGHT}; color: $primary; text-style: bold; }}
    """

    def __init__(self, language: str, *, plain: bool) -> None:
        """`plain` draws it without block characters."""
        super().__init__((_PLAIN if plain else _DRAWN).told_in(language), markup=False)
