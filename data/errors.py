"""What can be wrong with a store. Every error carries the sentence that says what to do next."""

from __future__ import annotations

from stations.model import Bilingual


class StoreError(Exception):
    """A store cannot be used."""

    def __init__(self, sentence: Bilingual) -> None:
        """`sentence` is what a person is told."""
        super().__init__(sentence.en)
        self.sentence = sentence

    def __reduce__(self) -> tuple[type[StoreError], tuple[Bilingual]]:
        """As another process gets it."""
        return type(self), (self.sentence,)


class NoStore(StoreError):
    """There is no store at this place yet."""


class StoreMismatch(StoreError):
    """What is there is no store of this version of the program, or of another programme, or a damaged one."""


class NumberTaken(StoreError):
    """Another device has the number that this one was to have."""


class NotKnown(StoreError):
    """Whoever was meant was forgotten meanwhile."""


class StoreUnavailable(StoreError):
    """The database did not answer, or could not write."""

    @classmethod
    def because(cls, detail: str) -> StoreUnavailable:
        """The error with what the system said about it."""
        if "disk image is malformed" in detail:
            return cls(_DAMAGED)
        line = " ".join(detail.split())[:200]
        for marks, vi, en in _KNOWN:
            if any(mark in detail for mark in marks):
                return cls(Bilingual(f"{vi} {_SAFE.vi}", f"{en} ({line}) {_SAFE.en}"))
        return cls(
            Bilingual(
                f"Không ghi được vào kho dữ liệu: {line}. Hãy kiểm tra ổ đĩa hoặc máy chủ rồi thử lại; "
                "những gì đã báo xanh vẫn còn nguyên.",
                f"The store cannot be used: {line}. Check the disk or the server and try again; "
                "everything shown green is safe.",
            )
        )


_SAFE = Bilingual("Những gì đã báo xanh vẫn còn nguyên.", "Everything shown green is safe.")
_KNOWN = (
    (
        ("could not extend", "could not write"),
        "Máy chủ của kho hết chỗ trên ổ đĩa. Xin báo kỹ thuật.",
        "The disk of the store's server is full. Please tell engineers.",
    ),
    (
        ("disk is full", "No space left"),
        "Không ghi được vào kho dữ liệu vì ổ đĩa đã đầy. Xin chép bớt tệp sang USB rồi xóa đi, và thử lại.",
        "The store cannot be written, as the disk is full. Move files to a USB stick, and try again.",
    ),
    (
        ("readonly database", "unable to open", "Permission denied", "Read-only file system"),
        "Không ghi được vào kho dữ liệu: thư mục không cho ghi, hoặc USB đã rút ra. Xin xem rồi thử lại.",
        "The store cannot be written: its folder is read-only, or its stick pulled out. Look and try again.",
    ),
    (
        ("disk I/O error", "Input/output error"),
        "Không ghi được vào kho dữ liệu: ổ đĩa báo lỗi. Xin xem USB, dây cắm còn chắc không rồi thử lại.",
        "The store cannot be written: the disk reports an error. Check its cable or plug, and try again.",
    ),
    (
        (
            "not permitted to log in",
            "password authentication",
            "permission denied",
            "no pg_hba.conf entry",
            "read-only transaction",
        ),
        "Máy chủ của kho không cho máy này vào hoặc ghi. Xin báo kỹ thuật.",
        "The store's server lets this machine not in, or not write. Please tell engineers.",
    ),
    (
        ("too many connections", "remaining connection slots"),
        "Máy chủ của kho không nhận thêm máy nào. Xin thoát bớt màn hình không dùng rồi thử lại.",
        "The store's server takes no more connections. Close screens that are not in use and try again.",
    ),
    (
        ("lock timeout",),
        "Kho đang bận quá lâu. Xin thử lại.",
        "The store has been busy for too long. Please try again.",
    ),
    (
        (
            "connection to server",
            "server closed the",
            "terminating connection",
            "connection is lost",
            "timeout expired",
        ),
        "Máy chủ của kho không trả lời. Xin xem dây mạng, Wi-Fi và máy chủ rồi thử lại.",
        "The store's server does not answer. Check the cable, the Wi-Fi and the server, and try again.",
    ),
)
"""What a database or its library says, and what people are told then; its words stay in the English."""
_DAMAGED = Bilingual(
    "Tệp kho dữ liệu đã hỏng, có thể do chép đè lên kho cũ khi còn tệp .db-wal bên cạnh. Xin ngừng dùng, "
    "chuyển mọi tệp của kho sang chỗ khác, lấy lại kho từ bản chép hoặc bản sao lưu, và báo kỹ thuật.",
    "The store's file is damaged, perhaps copied over an older one with a .db-wal beside it. Stop using it, "
    "move all its files elsewhere, take the store from a copy or a backup, and tell engineers.",
)
