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
_PLAIN = Bilingual("\n\n\nX I N   C H À O !", "\n\n\nW E L C O M E !")
_WIDTH, _HEIGHT = 75, 7


class Banner(Static):
    """Xin chào, or Welcome; 7 rows of 75 columns."""

    DEFAULT_CSS = f"""
    Banner {{ width: {_WIDTH}; height: {_HEIGHT}; color: $primary; text-style: bold; }}
    NgayHoi.-ascii Banner {{ text-align: center; }}
    """

    def __init__(self, language: str, *, plain: bool) -> None:
        """`plain` draws it without block characters."""
        text = _PLAIN if plain else _DRAWN
        super().__init__(text.vi if language == "vi" else text.en, markup=False)
