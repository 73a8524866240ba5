"""Makers of files that mean harm, written byte by byte: nothing here needs the collected ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PIL import Image

from tests.media.picture_makers import jpeg_bytes, quarters, xmp

PNG = b"\x89PNG\r\n\x1a\n"
MEGABYTE = 1_000_000
Maker = Callable[[Path], bytes]  # is given a file that nobody may read through a picture


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG, with its length and check sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(_secret: Path) -> bytes:
    """2.5 gigapixels in some hundred kilobytes: white lines of one bit a pixel."""
    side = 50_000
    packer = zlib.compressobj(9)
    line = b"\0" + b"\xff" * (side // 8)
    rows = b"".join(packer.compress(line * 100) for _ in range(side // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def unpacked(amount: int) -> bytes:
    """So many bytes of one letter, compressed."""
    packer = zlib.compressobj(9)
    block = b"A" * MEGABYTE
    return b"".join(packer.compress(block) for _ in range(amount // MEGABYTE)) + packer.flush()


def text_bomb(_secret: Path) -> bytes:
    """A good small picture with a text of 200 MB in a zTXt chunk."""
    good = png()
    text = chunk(b"zTXt", b"Comment\0\0" + unpacked(200 * MEGABYTE))
    return good[:33] + text + good[33:]


def profile_bomb(_secret: Path) -> bytes:
    """The same in place of a colour profile."""
    good = png()
    return good[:33] + chunk(b"iCCP", b"P\0\0" + unpacked(200 * MEGABYTE)) + good[33:]


def png() -> bytes:
    stream = io.BytesIO()
    quarters().save(stream, "PNG")
    return stream.getvalue()


def with_packet(packet: bytes) -> bytes:
    """A JPEG with an XMP packet."""
    body = b"http://ns.adobe.com/xap/1.0/\0" + packet
    good = jpeg_bytes()
    return good[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + good[2:]


def laughs(_secret: Path) -> bytes:
    """Ten entities, each ten times the one before: 10 GB where somebody unfolds them."""
    names = "abcdefghij"
    first = '<!ENTITY a "ha ha ha">'
    rest = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return with_packet(_declared(f"<!DOCTYPE x [{first}{rest}]>", "&j;"))


def outside(secret: Path) -> bytes:
    """A caption that is another file of the machine, for whoever follows it."""
    return with_packet(_declared(f'<!DOCTYPE x [<!ENTITY j SYSTEM "{secret.as_uri()}">]>', "&j;"))


def outside_fetched(secret: Path) -> bytes:
    """The same by way of a parameter entity, which is fetched before the words are read."""
    return with_packet(_declared(f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>', "words"))


def _declared(doctype: str, words: str) -> bytes:
    alternatives = f'<rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt>'
    return doctype.encode() + xmp(f"<dc:description>{alternatives}</dc:description>")


def picture_and_archive(_secret: Path) -> bytes:
    """A JPEG that programs for archives open, too."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../run.py", "print('ran')")
    return jpeg_bytes() + stream.getvalue()


def picture_and_script(_secret: Path) -> bytes:
    """A GIF that a browser would run, were it told that this is a script."""
    stream = io.BytesIO()
    Image.new("P", (0x2A2F, 4)).save(stream, "GIF")  # 0x2A2F is written as "/*"
    return stream.getvalue() + b"*/=1;alert(1)//"


def page(_secret: Path) -> bytes:
    return b"<!doctype html><script>alert(1)</script>"


def drawing(_secret: Path) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def postscript(_secret: Path) -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(run) show\n"


def half(_secret: Path) -> bytes:
    good = jpeg_bytes(quarters(640, 400))
    return good[: len(good) // 2]


def nothing(_secret: Path) -> bytes:
    return b""


def otherwise_named(_secret: Path) -> bytes:
    return png()


def endless_directory(_secret: Path) -> bytes:
    """A TIFF whose directory of tags is followed by itself."""
    tags = [(256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 4), (279, 16)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    at = 8 + 16
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", at)
    return b"II*\0" + struct.pack("<I", at) + b"\x80" * 16 + directory
