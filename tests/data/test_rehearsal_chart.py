"""The picture of a rehearsal."""

from pathlib import Path

from PIL import Image

from data.rehearsal_chart import Bar, draw


def test_the_names_of_many_stations_have_room(tmp_path: Path) -> None:
    heights = []
    for count in (12, 99):
        bars = [Bar(f"{n}. Trạm số {n}", 0.2, 0.4, 0.6) for n in range(1, count + 1)]
        draw(tmp_path / "ngày.png", "Ngày hội", ("Đủ hộ chiếu", "Chỗ ngồi"), bars[:4], bars)
        with Image.open(tmp_path / "ngày.png") as picture:
            heights.append(picture.height)
    few, many = heights
    assert many - few > 60 * 30, "pixels: a line of letters needs 25"
