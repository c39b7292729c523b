"""What stores, badges and lists of before are recognised by: a change here makes them all strangers."""

from datetime import UTC, datetime
from pathlib import Path

from checkin.badge import Badge, encode
from checkin.event import ConsentBasis
from checkin.participation import GENESIS, Draft, EntryRef, Kind, chain
from checkin.person import Birth, Sex
from data.importing import roster_keys
from data.roster.model import RosterPerson, RowPlace
from stations.model import Bilingual
from tests.builders import catalogue, store_at

KEY = bytes(range(32))
AT = datetime(2025, 9, 26, 0, 0, tzinfo=UTC)


def test_the_digest_of_an_entry() -> None:
    draft = Draft(
        Kind.VISIT_IN, "ngay-hoi", AT, "vneid", "a" * 32, 70_001, "vneid", "lý do", 7, EntryRef("0001-A", 3)
    )
    first = chain(GENESIS, EntryRef("0002-B", 1), draft, AT)
    assert first.hex() == "87bcaffa7a05bf65ce70a92d5f9bd599c88e893798fdc6a153f7db0f9a0f73d1"
    left = Draft(Kind.LEFT, "ngay-hoi", AT, "ban-1")
    second = chain(first, EntryRef("0002-B", 2), left, AT)
    assert second.hex() == "8b7f8e48994f61d76fdce9843fd0ff2d78ba39f5e052be21c8237b22bcf3baeb"


def test_the_code_of_a_badge() -> None:
    assert encode(Badge(tag=5, device=2, counter=1234), KEY) == "129141498V4R144H"


def test_what_recognises_a_citizen_card(tmp_path: Path) -> None:
    with store_at(tmp_path / "store.db", catalogue()) as store:
        store.key = KEY
        with store.reading() as log:
            assert log.people.card_hash("099157000001").hex() == "4202b16b653b86029d9408d1aada7cca"


def test_the_key_of_a_row_of_a_list() -> None:
    place = RowPlace("6A", 7)
    born = Birth(1957, 3, 5)
    row = RosterPerson(
        place, "Phạm Thị Ngộ", born, Sex.FEMALE, "nguoi-dan", "bui-hui", "Hội Phụ nữ", "099157000001"
    )
    first, second = roster_keys([row, row], KEY)
    assert first.hex() == "10a2ee753cabc61f8fdcac8664467bee"
    assert second.hex() == "8fe6725e1b9b655c9ae8a0e445f7e487"


def test_the_version_of_a_text_that_was_agreed_to() -> None:
    basis = ConsentBasis("tai-ban", Bilingual("Đồng ý không?", "Do you agree?"), covers_children=False)
    assert basis.agreed == "tai-ban@b1a14b3b2046"
