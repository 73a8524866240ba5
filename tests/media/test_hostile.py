"""Files that mean harm, through a whole import: taken or refused as written here, quickly, and tracelessly.

The tables belong to these tests: whatever another module calls a format or a reason, this is what people are
promised. Refused files leave nothing in the store, among temporary files, or in the catalogue.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from archive.catalogue import photographs
from archive.catalogue.models import Photograph
from archive.ingest.outcome import Options, Outcome
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from archive.web.app import build
from tests import builders
from tests.media import hostile_makers as made
from tests.media.hostile_makers import Maker

SECONDS = 20
MEMORY_MB = 1024
SECRET = "swordfish-in-the-pantry"
CUT, DAMAGED, EMPTY, BIG = "it ends before the picture does", "is damaged", "is empty", "120 million pixels"
OTHER = "not an image that the archive takes"

# Made here: what it is, how its bytes are made, the format that it is taken as or why it is not.
OWN: dict[str, tuple[Maker, str]] = {
    "2.5 gigapixels.png": (made.bomb, BIG),
    "200 MB of text.png": (made.text_bomb, DAMAGED),
    "200 MB of profile.png": (made.profile_bomb, DAMAGED),
    "a billion laughs.jpg": (made.laughs, "JPEG"),
    "an outside entity.jpg": (made.outside, "JPEG"),
    "an outside entity that is fetched.jpg": (made.outside_fetched, "JPEG"),
    "a picture and an archive.jpg": (made.picture_and_archive, "JPEG"),
    "a picture and a script.gif": (made.picture_and_script, "GIF"),
    "a page.jpg": (made.page, OTHER),
    "a drawing.jpg": (made.drawing, OTHER),
    "a program for printers.jpg": (made.postscript, OTHER),
    "half.jpg": (made.half, CUT),
    "nothing.jpg": (made.nothing, EMPTY),
    "a PNG.jpg": (made.otherwise_named, "PNG"),
    "a directory without end.tif": (made.endless_directory, "TIFF"),
}
# The collected ones.
TAKEN = {
    "made/alt-three-languages.jpg": "JPEG",
    "made/caption-script.jpg": "JPEG",
    "made/dates-impossible.jpg": "JPEG",
    "made/gif-and-js.gif": "GIF",
    "made/gps-with-attribution.jpg": "JPEG",
    "made/huge-xmp.jpg": "JPEG",
    "made/icc-truncated.png": "PNG",
    "made/iim-latin1.jpg": "JPEG",
    "made/iim-utf8-undeclared.jpg": "JPEG",
    "made/jpeg-and-zip.jpg": "JPEG",
    "made/one-pixel.png": "PNG",
    "made/orientation-9.jpg": "JPEG",
    "made/png-named.jpg": "PNG",
    "made/xmp-billion-laughs.jpg": "JPEG",
    "made/xmp-malformed.jpg": "JPEG",
    "nasty/arc_triomphe_extent1000_nullbyte_extent1310.avif": "AVIF",
    "nasty/big-height.webp": "WEBP",
    "nasty/exif-dpi-zerodivision.jpg": "JPEG",
    "nasty/exif_typeerror.jpg": "JPEG",
    "nasty/file_with_wrong_extension.xyz.jpg": "JPEG",
    "nasty/hopper_bad_exif.jpg": "JPEG",
    "nasty/invalid-exif.jpg": "JPEG",
    "nasty/looks-like-svg.webp": "WEBP",
    "nasty/sugarshack_bad_mpo_header.jpg": "JPEG",
    "nasty/truncated_exif_dpi.jpg": "JPEG",
}
REFUSED = {
    "made/bomb-50000x50000.png": BIG,
    "made/empty.jpg": EMPTY,
    "made/eps-named.jpg": OTHER,
    "made/html-named.jpg": OTHER,
    "made/script.svg": OTHER,
    "made/svg-named.jpg": OTHER,
    "made/ztxt-bomb.png": DAMAGED,
    "nasty/17000x17000.avif": BIG,
    "nasty/broken.png": DAMAGED,
    "nasty/corrupted.heic": DAMAGED,
    "nasty/crash-2020-10-test.tif": DAMAGED,
    "nasty/crash-4fb027452e6988530aa5dabee76eecacb3b79f8a.j2k": DAMAGED,
    "nasty/decompression_bomb.gif": BIG,
    "nasty/empty.heic": EMPTY,
    "nasty/issue_1713_poc.xmp": OTHER,
    "nasty/issue_1793_poc.heic": DAMAGED,
    "nasty/issue_1815_poc.jpg": OTHER,
    "nasty/issue_1817_poc.png": DAMAGED,
    "nasty/issue_1830_poc.tiff": DAMAGED,
    "nasty/issue_1841_poc.webp": DAMAGED,
    "nasty/oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif": DAMAGED,
    "nasty/timeout-1ee28a249896e05b83840ae8140622de8e648ba9.psd": OTHER,
    "nasty/truncated.gif": CUT,
    "nasty/truncated.heic": DAMAGED,
    "nasty/truncated.jpg": CUT,
    "nasty/truncated_image.png": CUT,
}
COLLECTED = TAKEN | REFUSED
FORMATS = {"JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "JPEG 2000", "HEIC"}
CONVERTERS = ("heif-dec", "heif-convert")
NO_CONVERTER = "HEIC"  # then the sentence says what is not here


@dataclass(frozen=True)
class Place:
    """An archive with all its files, a page's visitor, and where temporary files would lie."""

    parts: Parts
    visitor: FlaskClient
    temporary: Path
    secret: Path

    def files(self) -> set[str]:
        """Every file that the archive or a program of it may have left, the catalogue's own apart."""
        roots = (self.parts.settings.images, self.temporary)
        return {str(path) for root in roots for path in root.rglob("*") if not path.is_dir()}

    def count(self) -> int:
        with self.parts.db.reading() as session:
            return int(session.scalar(select(func.count()).select_from(Photograph)) or 0)

    def bring_in(self, path: Path) -> Outcome:
        """One import of one file, within the time that is promised."""
        begun = time.monotonic()
        receipt = bring_in(Run(self.parts.tools, builders.ARCHIVIST, Options()), [path])
        assert time.monotonic() - begun < SECONDS
        assert len(receipt.outcomes) == 1
        return receipt.outcomes[0]


def opened(home: Path, exiftool: str) -> Iterator[Place]:
    """An archive whose limited processes have 1 GB, and a folder of its own for temporary files."""
    (home / "tmp").mkdir(parents=True)
    secret = home / "secret.txt"
    secret.write_text(SECRET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(home / "tmp"))
        patch.setattr(tempfile, "tempdir", None)
        parts = builders.archive(home / "archive", exiftool=exiftool, child_memory_mb=MEMORY_MB)
        app = build(parts)
        app.testing = True
        yield Place(parts, app.test_client(), home / "tmp", secret)
        parts.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from opened(tmp_path_factory.mktemp("hostile"), shutil.which("exiftool") or "")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The same, where Pillow reads the metadata."""
    yield from opened(tmp_path_factory.mktemp("bare"), "")


def judged(place: Place, path: Path, expected: str) -> None:
    """Bring a file in, hold what became of it against the table, and look for what it left."""
    files, count = place.files(), place.count()
    outcome = place.bring_in(path)
    if expected in FORMATS:
        assert outcome.what == "added", outcome.reason
        with place.parts.db.reading() as session:
            record = photographs.get(session, outcome.accession)
            assert record.current_images[0].format == expected
            kept = json.dumps([record.values(), record.current_images[0].embedded], default=str)
        assert SECRET not in kept
        assert SECRET not in str(outcome.detail)
        left = {name for name in place.files() - files if record.current_images[0].sha256 not in name}
        assert left == set()
    else:
        assert outcome.what == "refused"
        assert expected in outcome.reason
        assert "new way" not in outcome.reason, "a reason that nobody thought of"
        assert place.files() == files
        assert place.count() == count
    assert place.visitor.get("/").status_code == 200


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("reader", ["place", "bare"])
def test_files_made_here(name: str, reader: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    where: Place = request.getfixturevalue(reader)
    maker, expected = OWN[name]
    path = tmp_path / name
    path.write_bytes(maker(where.secret))
    judged(where, path, expected)


@pytest.mark.parametrize("name", COLLECTED)
def test_collected_files(corpus: Path, place: Place, name: str) -> None:
    expected = COLLECTED[name]
    if name.endswith(".heic") and expected == DAMAGED and not any(map(shutil.which, CONVERTERS)):
        expected = NO_CONVERTER
    judged(place, corpus / name, expected)


def test_the_table_names_every_collected_file(corpus: Path) -> None:
    files = [path for folder in ("nasty", "made") for path in (corpus / folder).iterdir()]
    assert {f"{one.parent.name}/{one.name}" for one in files if one.suffix != ".md"} == set(COLLECTED)


@pytest.mark.parametrize(
    "name",
    [
        "left\u202egpj.exe.jpg",
        "x" * 251 + ".jpg",
        "line\nbreak.jpg",
        "-delete.jpg",
        "$(touch run).jpg",
        "%s%n.jpg",
    ],
)
def test_names_are_shown_harmlessly_and_name_no_file(place: Place, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(builders.picture(seed=hash(name) % 10_000))
    outcome = place.bring_in(path)
    assert outcome.what == "added"
    with place.parts.db.reading() as session:
        image = photographs.get(session, outcome.accession).current_images[0]
        shown, sha256 = image.file_name, image.sha256
    assert shown.isprintable()
    assert 0 < len(shown) <= 255
    assert place.parts.store.path(sha256).read_bytes() == path.read_bytes()
    assert not (Path.cwd() / "run").exists()


def test_many_in_one_import_do_not_harm_the_good_one(place: Place, tmp_path: Path) -> None:
    for number, (maker, expected) in enumerate(OWN.values()):
        if expected not in FORMATS:
            (tmp_path / f"{number}.jpg").write_bytes(maker(place.secret))
    (tmp_path / "good.jpg").write_bytes(builders.picture(seed=4711))
    receipt = bring_in(Run(place.parts.tools, builders.ARCHIVIST, Options()), [tmp_path])
    assert [one.name for one in receipt.of("added")] == ["good.jpg"]
    assert len(receipt.of("refused")) == sum(expected not in FORMATS for _, expected in OWN.values())
