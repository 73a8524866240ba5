"""Small makers of picture files."""

import io
import os
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

QUARTERS = {
    "top left": (200, 30, 30),
    "top right": (30, 160, 30),
    "low left": (30, 30, 200),
    "low right": (220, 200, 40),
}


def quarters(width: int = 64, height: int = 40) -> Image.Image:
    """A picture whose four quarters have four colours, so that every turn shows."""
    image = Image.new("RGB", (width, height), QUARTERS["top left"])
    draw = ImageDraw.Draw(image)
    x, y = width // 2, height // 2
    draw.rectangle((x, 0, width, y - 1), QUARTERS["top right"])
    draw.rectangle((0, y, x - 1, height), QUARTERS["low left"])
    draw.rectangle((x, y, width, height), QUARTERS["low right"])
    return image


def noise(width: int = 300, height: int = 200) -> Image.Image:
    """A picture that compresses badly, so that half its file is half of it."""
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def saved(image: Image.Image, path: Path, format_: str, **options: Any) -> Path:
    image.save(path, format_, **options)
    return path


def jpeg_bytes(image: Image.Image | None = None, **options: Any) -> bytes:
    stream = io.BytesIO()
    (image or quarters()).save(stream, "JPEG", **options)
    return stream.getvalue()


def with_iim(datasets: list[tuple[int, int, bytes]], image: Image.Image | None = None) -> bytes:
    """A JPEG with IPTC-IIM data sets (record, number, value) in a Photoshop segment."""
    data = b"".join(
        bytes((0x1C, record, number)) + len(value).to_bytes(2) + value for record, number, value in datasets
    )
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(data).to_bytes(4) + data + b"\0" * (len(data) % 2)
    plain = jpeg_bytes(image)
    return plain[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2) + block + plain[2:]


def xmp(body: str) -> bytes:
    """An XMP packet around the inside of one rdf:Description."""
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
        xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
        xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
        xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
        xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">{body}</rdf:Description></rdf:RDF></x:xmpmeta>
        """.encode()
