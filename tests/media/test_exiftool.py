import os
import select
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

from archive.media.exiftool import MetadataReader
from archive.media.sandbox import Sandbox
from tests.media.picture_makers import jpeg_bytes, quarters, with_iim, xmp
from tests.media.test_rdf import ARTWORK

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed here")

BODY = (
    "<core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang='es-mx'>uno</rdf:li><rdf:li xml:lang='x-default'>"
    "one</rdf:li></rdf:Alt></core:AltTextAccessibility><photoshop:Headline>1.10</photoshop:Headline>"
    "<dc:source>007</dc:source><dc:subject><rdf:Bag><rdf:li>2004</rdf:li></rdf:Bag></dc:subject>"
    "<ext:PersonInImage><rdf:Bag><rdf:li>Ana</rdf:li></rdf:Bag></ext:PersonInImage>"
    "<ext:LocationShown><rdf:Bag><rdf:li ext:City='A' ext:CountryCode='SV'/></rdf:Bag></ext:LocationShown>"
    "<plus:Licensor><rdf:Seq><rdf:li rdf:parseType='Resource'><plus:LicensorName>L</plus:LicensorName>"
    "</rdf:li></rdf:Seq></plus:Licensor><ext:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/"
    "digitisedFromPrint</ext:DigitalSourceType><xmpRights:Marked>True</xmpRights:Marked>"
    "<photoshop:DateCreated>2004-06-21T10:11:12Z</photoshop:DateCreated>" + ARTWORK
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1) as made:
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_bytes(xmp=xmp(BODY)))
    return path


def exiftools(sandbox: Sandbox) -> list[int]:
    """The exiftool processes under the sandbox's one child."""
    child = sandbox._places.get()
    sandbox._places.put(child)
    assert child
    return [int(one) for one in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()]


@needs_exiftool
def test_values_come_as_they_stand(sandbox: Sandbox, picture: Path) -> None:
    found = MetadataReader(sandbox).read(picture)
    assert (found.tool, found.note) == ("exiftool", "")
    expected = {
        "XMP-iptcCore:AltTextAccessibility": "one",
        "XMP-iptcCore:AltTextAccessibility-es-MX": "uno",
        "XMP-photoshop:Headline": "1.10",
        "XMP-dc:Source": "007",
        "XMP-dc:Subject": ["2004"],
        "XMP-xmpRights:Marked": "True",
        "XMP-photoshop:DateCreated": "2004:06:21 10:11:12Z",
        "XMP-iptcExt:PersonInImage": ["Ana"],
        "XMP-iptcExt:LocationShown": [{"City": "A", "CountryCode": "SV"}],
        "XMP-plus:Licensor": [{"LicensorName": "L"}],
        "XMP-iptcExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitisedFromPrint",
    }
    assert {key: found.raw.get(key) for key in expected} == expected
    assert found.raw["XMP-iptcExt:ArtworkOrObject"][0]["AOTitle-es"] == "Casa"


@needs_exiftool
def test_nothing_about_this_machine_comes_along(sandbox: Sandbox, picture: Path) -> None:
    raw = MetadataReader(sandbox).read(picture).raw
    assert str(picture.parent) not in str(raw)
    assert not [key for key in raw if key.startswith(("System", "SourceFile", "ExifTool"))]


@needs_exiftool
def test_both_readers_agree(sandbox: Sandbox, picture: Path) -> None:
    one, other = MetadataReader(sandbox).read(picture), MetadataReader(sandbox, None).read(picture)
    assert other.tool == "pillow"
    assert len(other.raw) == 12
    assert {key: one.raw.get(key) for key in other.raw} == other.raw


@needs_exiftool
@pytest.mark.parametrize("declared", [True, False])
def test_both_readers_agree_on_iim(tmp_path: Path, sandbox: Sandbox, *, declared: bool) -> None:
    texts = [
        (2, 80, "José".encode()),
        (2, 25, b"a"),
        (2, 25, b"b"),
        (2, 55, b"20040621"),
        (2, 101, b"Per\xfa"),
    ]
    (tmp_path / "a.jpg").write_bytes(
        with_iim([(1, 90, b"\x1b%G")] * declared + texts[: 4 if declared else 5])
    )
    one, other = (MetadataReader(sandbox, tool).read(tmp_path / "a.jpg") for tool in ("exiftool", None))
    assert other.raw
    assert {key: one.raw.get(key) for key in other.raw} == other.raw


@needs_exiftool
def test_both_readers_agree_on_the_sample(sandbox: Sandbox, sample: Path) -> None:
    told = 0
    for path in sorted(sample.iterdir()):
        one, other = (MetadataReader(sandbox, tool).read(path) for tool in ("exiftool", None))
        assert {key: one.raw.get(key) for key in other.raw} == other.raw, path.name
        told += len(other.raw)
    assert told > 80


@needs_exiftool
@pytest.mark.parametrize(
    "name",
    [
        b"-Artist=x.jpg",
        b"a\n-Artist=x\n-execute\nb",
        b"#c",
        b"@args",
        b"a\\nb",
        b'"',
        b"\xff",
        b" a ",
        b"$a@",
    ],
)
def test_no_name_becomes_an_option(sandbox: Sandbox, picture: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(picture.parent) + b"/" + name))
    picture.rename(path)
    before = path.read_bytes()
    assert MetadataReader(sandbox).read(path).raw["XMP-dc:Source"] == "007"
    assert path.read_bytes() == before


@needs_exiftool
def test_one_process_serves_many_files_and_ends_with_the_sandbox(picture: Path) -> None:
    with Sandbox(children=1) as sandbox, MetadataReader(sandbox) as reader:
        reader.read(picture)
        started = exiftools(sandbox)
        reader.read(picture)
        assert exiftools(sandbox) == started
        assert len(started) == 1
        watched = os.pidfd_open(started[0])
    try:
        assert select.select([watched], [], [], 10)[0], "exiftool outlived the sandbox"
    finally:
        os.close(watched)


@needs_exiftool
@pytest.mark.parametrize(("trouble", "limit"), [(signal.SIGSTOP, 1.5), (signal.SIGKILL, 30.0)])
def test_a_tool_that_stalls_or_dies_costs_one_file(
    sandbox: Sandbox, picture: Path, trouble: int, limit: float
) -> None:
    reader = MetadataReader(sandbox, seconds=limit)
    reader.read(picture)
    os.kill(exiftools(sandbox)[0], trouble)
    found = reader.read(picture)
    assert (found.tool, found.raw["XMP-dc:Source"]) == ("pillow", "007")
    assert found.note
    assert reader.read(picture).raw["XMP-dc:Source"] == "007"


@needs_exiftool
def test_a_name_that_the_tool_cannot_take_is_left_to_pillow(sandbox: Sandbox, picture: Path) -> None:
    path = picture.rename(picture.with_name("a\n$b@c"))
    found = MetadataReader(sandbox).read(path)
    assert (found.tool, found.raw["XMP-dc:Source"]) == ("pillow", "007")


def test_without_the_tool_pillow_reads(sandbox: Sandbox, picture: Path) -> None:
    reader = MetadataReader(sandbox, "no-such-program")
    assert reader.tool == "pillow"
    found = reader.read(picture)
    assert (found.tool, found.note, found.raw["XMP-dc:Source"]) == ("pillow", "", "007")


def test_a_tool_that_does_not_work_is_replaced_by_pillow(sandbox: Sandbox, picture: Path) -> None:
    found = MetadataReader(sandbox, "/bin/false").read(picture)
    assert (found.tool, found.raw["XMP-dc:Source"]) == ("pillow", "007")
    assert "Pillow read instead" in found.note


@pytest.mark.parametrize("tool", ["exiftool", None])
def test_a_file_that_is_gone_or_empty_has_no_metadata(
    tmp_path: Path, sandbox: Sandbox, tool: str | None
) -> None:
    (tmp_path / "empty").touch()
    for name in ("gone", "empty"):
        assert MetadataReader(sandbox, tool).read(tmp_path / name).raw == {}


def test_a_flood_is_cut_and_said(tmp_path: Path, sandbox: Sandbox) -> None:
    body = f"<dc:title>T</dc:title><dc:description>{'x' * 200_000}</dc:description>"
    path = tmp_path / "a.png"
    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp(body).decode())
    quarters().save(path, "PNG", pnginfo=text)
    found = MetadataReader(sandbox).read(path).raw
    assert found["XMP-dc:Title"] == "T"
    assert len(found["XMP-dc:Description"]) == 65_536
    assert found["truncated"] == ["XMP-dc:Description"]
