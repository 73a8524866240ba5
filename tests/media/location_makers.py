"""Pictures that say where they were made in every place that a file has for it."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = "Zqxw"  # letters that no compressed picture here has by chance
WORD = SECRET.encode()
_NAMESPACES = {
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "unknown": "http://unknown.example/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_TEXTS = {
    "geo:lat": "geo",
    "unknown:GPSLatitude": "unknown",
    "xmpDM:shotLocation": "dm",
    "prism:location": "prism",
    "mediapro:Location": "mediapro",
    "acdsee:categories": "acdsee",
    "dc:coverage": "coverage",
    "dc:unheardOf": "unheard",
}
_TOLD = (
    "-EXIF:GPSLatitude=48.51",
    "-EXIF:GPSLatitudeRef=N",
    f"-GPS:GPSAreaInformation={SECRET}gps",
    f"-ExifIFD:UserComment={SECRET}user",
    f"-IFD0:HostComputer={SECRET}host",
    f"-IFD0:DocumentName={SECRET}document",
    f"-IFD0:ImageDescription={SECRET}description",
    f"-IFD0:XPKeywords={SECRET}xp",
    f"-IFD0:GDALMetadata={SECRET}gdal",
    f"-IPTC:Sub-location={SECRET}sub",
    f"-IPTC:ContentLocationName={SECRET}content",
    f"-XMP-lr:HierarchicalSubject=Places|{SECRET}lr",
    f"-XMP-digiKam:TagsList=Places/{SECRET}digikam",
    f"-XMP-album:Notes={SECRET}album",
    f"-XMP-expressionmedia:CatalogSets={SECRET}expression",
    f"-XMP-xmpMM:History=[{{Parameters={SECRET}history}}]",
    f"-XMP-iptcCore:CiAdrCity={SECRET}address",
    f"-XMP-iptcExt:LocationShown=[{{City={SECRET}shown}}]",
    "-XMP-exif:GPSLatitude=48.51",
    # What stays.
    "-IFD0:Make=Leica",
    "-IFD0:Orientation=6",
    "-ExifIFD:ISO=400",
    "-ExifIFD:DateTimeOriginal=2004:05:06 07:08:09",
    "-XMP-xmp:Rating=4",
    "-XMP-dc:Title=Kept",
    "-XMP-dc:Title-es=Guardado &amp; <b>",
    "-XMP-plus:ImageCreator=[{ImageCreatorName=A &amp; B}]",
)
KEPT = {
    "XMP-xmp:Rating": "4",
    "XMP-dc:Title": "Kept",
    "XMP-dc:Title-es": "Guardado &amp; <b>",
    "XMP-plus:ImageCreator": [{"ImageCreatorName": "A &amp; B"}],
}
KEPT_EXIF = {
    "IFD0:Make": "Leica",
    "IFD0:Orientation": "6",
    "ExifIFD:ISO": "400",
    "ExifIFD:DateTimeOriginal": "2004:05:06 07:08:09",
}


def _noise(mode: str = "RGB", sigma: float = 90) -> Image.Image:
    return Image.effect_noise((64, 48), sigma).convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _texts() -> PngInfo:
    found = PngInfo()
    found.add_text("GPS", f"{SECRET}text")
    found.add_text("Location", SECRET * 20, zip=True)
    found.add_itxt("City", f"{SECRET}itxt", "en", "City", zip=True)
    found.add(b"prVt", WORD)
    found.add(b"gAMA", struct.pack(">I", 45455))
    return found


def picture(name: str) -> bytes:
    """The picture of this name, with what Pillow can put in."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain, second = _noise(), _noise(sigma=40)
    deep = Image.new("I;16", (64, 48))
    deep.putdata([place * 21 % 65536 for place in range(64 * 48)])
    more = {"save_all": True, "append_images": [second]}
    gif: dict[str, object] = {"comment": f"{SECRET}gif"}
    resolved: dict[str, object] = {"icc_profile": icc, "dpi": (300, 300)}
    kinds: dict[str, tuple[Image.Image, str, dict[str, object]]] = {
        "jpeg": (plain, "JPEG", resolved),
        "cmyk.jpeg": (_noise("CMYK"), "JPEG", {}),
        "pages.tiff": (plain, "TIFF", {**resolved, "compression": "tiff_lzw", **more}),
        "png": (plain, "PNG", {**resolved, "pnginfo": _texts()}),
        "deep.png": (deep, "PNG", {"pnginfo": _texts()}),
        "animated.png": (plain, "PNG", {"pnginfo": _texts(), **more}),
        "webp": (plain, "WEBP", {"lossless": True, "icc_profile": icc}),
        "animated.webp": (plain, "WEBP", {"icc_profile": icc, **more}),
        "gif": (plain, "GIF", gif),
        "animated.gif": (plain, "GIF", {"loop": 0, "duration": 100, **more, **gif}),
        "jp2": (plain, "JPEG2000", {}),
        "avif": (plain, "AVIF", {"icc_profile": icc}),
    }
    image, kind, options = kinds[name]
    return _saved(image, kind, **options)


def plant(path: Path, data: bytes) -> None:
    """Write the picture and tell it every place; raises CalledProcessError where exiftool is not there."""
    path.write_bytes(data)
    packet = path.with_name("packet.xmp")
    packet.write_bytes(_packet())
    commands = [[f"-XMP<={packet}"], list(_TOLD)]
    if data.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8")):
        commands.append([f"-Comment={SECRET}comment"])
    for command in commands:
        options = ["exiftool", "-q", "-m", "-n", "-overwrite_original"]
        subprocess.run([*options, *command, str(path)], check=True, capture_output=True)
    packet.unlink()
    path.write_bytes(_with_parts(path.read_bytes()))


def _packet() -> bytes:
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in _NAMESPACES.items())
    texts = "".join(f"<{name}>{SECRET}{text}</{name}>" for name, text in _TEXTS.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {names}>{texts}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def _with_parts(data: bytes) -> bytes:
    """With segments, chunks, extensions and boxes that exiftool does not write."""
    if data.startswith(b"\xff\xd8"):
        parts = {0xE6: b"GoPro\0DEVC", 0xEC: b"[picture info]\nLoc=", 0xFE: b"Comment "}
        parts |= {0xE0 + number: b"ZZZZ\0" for number in (0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15)}
        segments = b"".join(
            struct.pack(">BBH", 0xFF, kind, len(text) + 6) + text + WORD for kind, text in parts.items()
        )
        return data[:2] + segments + data[2:] + b"behind" + WORD
    if data.startswith(b"RIFF"):
        return data[:4] + struct.pack("<I", len(data) + 4) + data[8:] + b"ZZZZ\4\0\0\0" + WORD
    if data.startswith(b"GIF8"):
        place = data.index(b"!\xff")
        plain = b"!\x01\x0c" + bytes(12)
        extensions = b"".join(start + b"\4" + WORD + b"\0" for start in (b"!\xff\x0bZZZZZZZZ1.0", plain))
        return data[:place] + extensions + data[place:] + WORD
    if data[4:8] in {b"ftyp", b"jP  "}:
        uuid = b"uuid" + bytes(range(16))
        return data + b"".join(
            struct.pack(">I", len(start) + 8) + start + WORD for start in (uuid, b"free", b"xml ", b"udta")
        )
    return data + WORD


def secrets(data: bytes) -> list[bytes]:
    """Where the word still is, in any encoding, compressed too."""
    found = []
    for text in (data, *_inflated(data)):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            word = SECRET.encode(encoding)
            place = text.find(word)
            while place >= 0:
                found.append(text[max(place - 20, 0) : place + 30])
                place = text.find(word, place + 1)
    return found


def _inflated(data: bytes) -> Iterator[bytes]:
    place = 8
    while data.startswith(b"\x89PNG") and place < len(data) - 8:
        size, kind = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + 8 + size]
        place += size + 12
        if kind not in {b"zTXt", b"iTXt"}:
            continue
        for start in range(min(len(content), 200)):
            try:
                yield zlib.decompressobj().decompress(content[start:])
            except zlib.error:
                continue
