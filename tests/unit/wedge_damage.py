"""What keyboard scanners make of letters that they cannot type."""

from __future__ import annotations

GLYPHS = "\0☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟▲▼"


def as_code_points(text: str) -> str:
    return "".join(c if c.isascii() else str(ord(c)) for c in text)


def as_byte_numbers(text: str) -> str:
    return "".join(chr(b) if b < 128 else f"{b:04}" for b in text.encode())


def as_windows_1252(text: str) -> str:
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


def as_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def as_code_page_437(text: str) -> str:
    low = (c if c.isascii() else bytes([ord(c) % 256]).decode("cp437") for c in text)
    return "".join(low)


def as_code_page_437_glyphs(text: str) -> str:
    return "".join(GLYPHS[ord(c)] if ord(c) < 32 else c for c in as_code_page_437(text))


def as_windows_1258(text: str) -> str:
    """UTF-8 shown by a Windows whose own code page is the Vietnamese one."""
    return "".join(bytes([b]).decode("cp1258", "ignore") or chr(b) for b in text.encode())


def as_short_byte_numbers(text: str) -> str:
    return "".join(chr(b) if b < 128 else str(b) for b in text.encode())


def as_question_marks(text: str) -> str:
    return "".join(c if c.isascii() else "?" for c in text)


def dropped(text: str) -> str:
    return "".join(c for c in text if c.isascii())
