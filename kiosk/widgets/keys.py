"""The keys that do something now, named in one bar; a finger on a name is as good as the key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static


class Key(Static):
    """One key and what it does."""

    def __init__(self, key: str, name: str, does: str) -> None:
        """`key` as Textual calls it, `name` as it is printed on the keyboard."""
        super().__init__(Content.assemble((f" {name} ", "reverse bold"), f" {does}"))
        self._key = key

    def on_click(self) -> None:
        """Press the key."""
        self.app.simulate_key(self._key)


class KeyBar(Horizontal):
    """Keys side by side, each with what it does."""

    DEFAULT_CSS = """
    KeyBar { height: 1; }
    KeyBar > Key { width: auto; height: 1; margin: 0 1; }
    """

    def __init__(
        self,
        keys: Sequence[tuple[str, str, str]],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """`keys` are the arguments of `Key`, in order."""
        super().__init__(id=id)
        self._keys = keys

    def compose(self) -> ComposeResult:
        """All keys."""
        yield from (Key(*key) for key in self._keys)
