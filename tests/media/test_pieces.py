"""GIFs of more pieces than anybody makes are refused before anything goes through them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from archive.media import animation, derive, pieces
from archive.media.values import Attribution, Refused

HEAD = b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
FRAME = b"!\xf9\x04\0\0\0\0\0," + struct.pack("<HHHH", 0, 0, 1, 1) + b"\0\x02\x02D\x01\0"


@pytest.mark.timeout(15)
@pytest.mark.parametrize(
    "body",
    [
        FRAME * (pieces.MOST_PICTURES + 1),
        FRAME + b"\0" * 50_000_000,
        FRAME + b"!\xfe" + b"\x01a" * 20_000_000 + b"\0",
        FRAME + b"!\x01\0" * 10_000_000,
    ],
    ids=["pictures", "nothing", "small blocks", "empty extensions"],
)
def test_too_many_pieces_are_refused_at_once(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(HEAD + body + b";")
    for look in (derive.inspect, lambda one: animation.animate(one, tmp_path / "made", Attribution())):
        with pytest.raises(Refused, match=r"100,000 pictures"):
            look(path)


def test_many_pictures_are_taken_and_the_first_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(HEAD + FRAME * 3_000 + b";")
    assert derive.inspect(path).frames == 3_000


@pytest.mark.parametrize("frames", [1, 5])
def test_an_honest_one_has_as_many_pieces_as_it_has_blocks(tmp_path: Path, frames: int) -> None:
    pictures = [Image.effect_noise((300, 200), 90 + number).convert("P") for number in range(frames)]
    data = io.BytesIO()
    pictures[0].save(data, "GIF", save_all=True, append_images=pictures[1:], comment="Words" * 200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "MOST_PIECES", frames * 400)
        patch.setattr(pieces, "MOST_PICTURES", frames)
        pieces.refuse_too_many(data)
        patch.setattr(pieces, "MOST_PICTURES", frames - 1)
        with pytest.raises(Refused):
            pieces.refuse_too_many(data)


@pytest.mark.parametrize("length", range(0, len(HEAD + FRAME), 3))
def test_a_broken_one_passes_here(length: int) -> None:
    pieces.refuse_too_many(io.BytesIO((HEAD + FRAME)[:length]))
