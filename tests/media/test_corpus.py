"""Every collected file, through the limited process: taken or refused as written here, and quickly."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive.media import derive
from archive.media.derive import CUT, DAMAGED, EMPTY, UNKNOWN
from archive.media.exiftool import MetadataReader
from archive.media.heic import BROKEN, PROGRAMS
from archive.media.sandbox import Sandbox
from archive.media.values import Attribution, Refused

SECONDS = 20
BIG = "The picture has more than 120 million pixels, which is the most the archive takes."

# Folder/file: format, width and height as shown, frames; or the reason of the refusal.
EXPECTED: dict[str, tuple[str, int, int, int] | str] = {
    "colour/16bit.cropped.tif": ("TIFF", 64, 64, 1),
    "colour/Multiple_ICC_segments.jpg": ("JPEG", 140, 140, 1),
    "colour/hopper_16bit_qtables.jpg": ("JPEG", 128, 128, 1),
    "colour/icc-after-SOF.jpg": ("JPEG", 10, 10, 1),
    "colour/paris_exif_xmp_icc_gainmap_bigendian.jpg": ("JPEG", 403, 302, 1),
    "colour/pil_sample_cmyk.jpg": ("JPEG", 100, 100, 1),
    "colour/sample-xyb.jpg": ("JPEG", 290, 442, 1),
    "colour/tiff_16bit_RGB.tiff": ("TIFF", 100, 40, 1),
    "colour/tiff_strip_cmyk_jpeg.tif": ("TIFF", 100, 100, 1),
    "colour/zPug_3.heic": ("HEIC", 64, 64, 3),
    "formats/Animation_Lossy.webp": ("WEBP", 320, 240, 101),
    "formats/L_exif_xmp_iptc.heic": ("HEIC", 64, 64, 1),
    "formats/MultiPage.tif": ("TIFF", 1696, 2175, 5),
    "formats/Stonehenge.heic": ("HEIC", 300, 200, 1),
    "formats/cogs.gif": ("GIF", 85, 77, 5),
    "formats/frozenpond.mpo": ("JPEG", 640, 480, 2),
    "formats/iss634.apng": ("PNG", 245, 245, 41),
    "formats/paris_icc_exif_xmp.avif": ("AVIF", 403, 302, 1),
    "formats/paris_icc_exif_xmp_at_end.png": ("PNG", 403, 302, 1),
    "formats/star.avifs": ("AVIF", 159, 159, 5),
    "formats/world.jp2": ("JPEG 2000", 800, 400, 1),
    "made/alt-three-languages.jpg": ("JPEG", 320, 200, 1),
    "made/bomb-50000x50000.png": BIG,
    "made/caption-script.jpg": ("JPEG", 320, 200, 1),
    "made/dates-impossible.jpg": ("JPEG", 320, 200, 1),
    "made/empty.jpg": EMPTY,
    "made/eps-named.jpg": UNKNOWN,
    "made/gif-and-js.gif": ("GIF", 10799, 200, 1),
    "made/gps-with-attribution.jpg": ("JPEG", 320, 200, 1),
    "made/html-named.jpg": UNKNOWN,
    "made/huge-xmp.jpg": ("JPEG", 320, 200, 1),
    "made/icc-truncated.png": ("PNG", 320, 200, 1),
    "made/iim-latin1.jpg": ("JPEG", 320, 200, 1),
    "made/iim-utf8-undeclared.jpg": ("JPEG", 320, 200, 1),
    "made/jpeg-and-zip.jpg": ("JPEG", 320, 200, 1),
    "made/one-pixel.png": ("PNG", 1, 1, 1),
    "made/orientation-9.jpg": ("JPEG", 320, 200, 1),
    "made/png-named.jpg": ("PNG", 320, 200, 1),
    "made/script.svg": UNKNOWN,
    "made/svg-named.jpg": UNKNOWN,
    "made/xmp-billion-laughs.jpg": ("JPEG", 320, 200, 1),
    "made/xmp-malformed.jpg": ("JPEG", 320, 200, 1),
    "made/ztxt-bomb.png": DAMAGED,
    "metadata/ExifTool.jpg": ("JPEG", 8, 8, 2),
    "metadata/ExtendedXMP.jpg": ("JPEG", 8, 8, 1),
    "metadata/FotoStation.jpg": ("JPEG", 8, 8, 1),
    "metadata/IPTC.jpg": ("JPEG", 8, 8, 1),
    "metadata/MWG.jpg": ("JPEG", 8, 8, 1),
    "metadata/Nikon_E995_iptc_.jpg": ("JPEG", 2048, 1536, 1),
    "metadata/PLUS.xmp": UNKNOWN,
    "metadata/Photoshop_3_.jpg": ("JPEG", 606, 177, 1),
    "metadata/XMP.jpg": ("JPEG", 8, 8, 1),
    "metadata/exif_gps.jpg": ("JPEG", 8, 8, 1),
    "metadata/iptc-psAPP13-wIPTC1-psAPP13-wIPTC2.jpg": ("JPEG", 420, 300, 1),
    "metadata/iptc-psAPP13s-wIPTCs-psAPP13s-wIPTCs.jpg": ("JPEG", 420, 300, 1),
    "metadata/multiple_exif.jpg": ("JPEG", 1, 1, 1),
    "metadata/paris_extended_xmp.jpg": ("JPEG", 403, 302, 1),
    "metadata/smiley1.jpg": ("JPEG", 167, 140, 1),
    "metadata/xmp_padded.jpg": ("JPEG", 1, 1, 1),
    "nasty/17000x17000.avif": BIG,
    "nasty/arc_triomphe_extent1000_nullbyte_extent1310.avif": ("AVIF", 64, 64, 1),
    "nasty/big-height.webp": ("WEBP", 13, 169, 99),
    "nasty/broken.png": DAMAGED,
    "nasty/corrupted.heic": BROKEN,
    "nasty/crash-2020-10-test.tif": DAMAGED,
    "nasty/crash-4fb027452e6988530aa5dabee76eecacb3b79f8a.j2k": DAMAGED,
    "nasty/decompression_bomb.gif": BIG,
    "nasty/empty.heic": EMPTY,
    "nasty/exif-dpi-zerodivision.jpg": ("JPEG", 200, 200, 1),
    "nasty/exif_typeerror.jpg": ("JPEG", 800, 531, 1),
    "nasty/file_with_wrong_extension.xyz.jpg": ("JPEG", 2048, 1365, 1),
    "nasty/hopper_bad_exif.jpg": ("JPEG", 500, 500, 1),
    "nasty/invalid-exif.jpg": ("JPEG", 200, 200, 1),
    "nasty/issue_1713_poc.xmp": UNKNOWN,
    "nasty/issue_1793_poc.heic": BROKEN,
    "nasty/issue_1815_poc.jpg": UNKNOWN,
    "nasty/issue_1817_poc.png": DAMAGED,
    "nasty/issue_1830_poc.tiff": DAMAGED,
    "nasty/issue_1841_poc.webp": DAMAGED,
    "nasty/looks-like-svg.webp": ("WEBP", 256, 256, 1),
    "nasty/oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif": DAMAGED,
    "nasty/sugarshack_bad_mpo_header.jpg": ("JPEG", 640, 480, 1),
    "nasty/timeout-1ee28a249896e05b83840ae8140622de8e648ba9.psd": UNKNOWN,
    "nasty/truncated.gif": CUT,
    "nasty/truncated.heic": BROKEN,
    "nasty/truncated.jpg": CUT,
    "nasty/truncated_exif_dpi.jpg": ("JPEG", 480, 640, 1),
    "nasty/truncated_image.png": CUT,
    "orientation/avif-orientation-6.avif": ("AVIF", 3024, 4032, 1),
    "orientation/hopper_orientation_2.webp": ("WEBP", 128, 128, 1),
    "orientation/hopper_orientation_6.webp": ("WEBP", 128, 128, 1),
    "orientation/hopper_orientation_8.webp": ("WEBP", 128, 128, 1),
    "orientation/rot1mir1.avif": ("AVIF", 640, 427, 1),
    "orientation/rotation-1.jpg": ("JPEG", 308, 410, 1),
    "orientation/rotation-2.jpg": ("JPEG", 308, 410, 1),
    "orientation/rotation-3.jpg": ("JPEG", 308, 410, 1),
    "orientation/rotation-4.jpg": ("JPEG", 308, 410, 1),
    "orientation/rotation-5.jpg": ("JPEG", 231, 308, 1),
    "orientation/rotation-6.jpg": ("JPEG", 231, 308, 1),
    "orientation/rotation-7.jpg": ("JPEG", 231, 308, 1),
    "orientation/rotation-8.jpg": ("JPEG", 231, 308, 1),
    "orientation/xmp_tags_orientation.png": ("PNG", 326, 268, 1),
    "press/Issue_600_1_.jpg": ("JPEG", 1280, 1024, 1),
    "press/Reagan.jpg": ("JPEG", 200, 130, 1),
    "press/Reagan.jxl": UNKNOWN,
    "press/ReaganSmallPng.png": ("PNG", 200, 130, 1),
    "press/astronaut.png": ("PNG", 512, 512, 1),
    "press/camera.png": ("PNG", 512, 512, 1),
    "press/chelsea.png": ("PNG", 451, 300, 1),
    "press/coffee.png": ("PNG", 600, 400, 1),
    "press/long_description.jpg": ("JPEG", 100, 73, 1),
    "press/rocket.jpg": ("JPEG", 640, 427, 1),
    "provenance/C.jpg": ("JPEG", 2048, 1365, 1),
    "provenance/XCA.jpg": ("JPEG", 1024, 683, 1),
    "provenance/earth_apollo17.jpg": ("JPEG", 375, 375, 1),
}

HEIC = [name for name, found in EXPECTED.items() if found == BROKEN or found[0] == "HEIC"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(children=1, seconds=SECONDS, memory_mb=1024) as made:
        yield made


@pytest.mark.parametrize("name", EXPECTED)
def test_a_collected_file_is_taken_or_refused_as_expected(
    corpus: Path, tmp_path: Path, sandbox: Sandbox, name: str
) -> None:
    if name in HEIC and not any(map(shutil.which, PROGRAMS)):
        pytest.skip("this machine has no converter for HEIC (libheif's heif-dec or heif-convert)")
    path = corpus / name
    try:
        made = sandbox.derive(path, tmp_path / "out", Attribution())
        found: tuple[str, int, int, int] | str = (made.format, made.width, made.height, made.frames)
    except Refused as refused:
        found = refused.reason
        assert not (tmp_path / "out").exists()
    assert found == EXPECTED[name]
    for file in (tmp_path / "out").glob("*"):
        with Image.open(file) as image:
            assert image.mode == "RGB"


def test_the_table_is_whole(corpus: Path) -> None:
    files = {str(path.relative_to(corpus)) for path in corpus.glob("*/*") if path.suffix != ".md"}
    assert files == set(EXPECTED)


@pytest.mark.parametrize("tool", ["exiftool", None])
def test_no_collected_file_breaks_the_reading_of_metadata(
    corpus: Path, sandbox: Sandbox, tool: str | None
) -> None:
    reader = MetadataReader(sandbox, tool)
    for name in EXPECTED:
        found = reader.read(corpus / name)
        assert found.tool == reader.tool, name
        assert "took longer" not in found.note, name


@pytest.mark.parametrize("number", range(1, 9))
def test_the_waterfall_stands_upright(corpus: Path, tmp_path: Path, number: int) -> None:
    made = derive.derive(corpus / f"orientation/rotation-{number}.jpg", tmp_path, Attribution())
    with Image.open(tmp_path / f"{made.width}.jpg") as image:
        small = image.convert("L").resize((3, 4), Image.Resampling.BOX).tobytes()
    # Sky and falling water are light; forest on both sides of the water is dark.
    assert small[1] > 100
    assert small[4] > max(small[3], small[5])
    assert small[7] > max(small[6], small[8])
