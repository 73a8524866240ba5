"""`archive export files`: what is written, what is left, and going on after a stop."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from archive.catalogue import photographs
from archive.cli import main
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.interop import filing
from archive.interop.filing import LIST, OTHER, STRANGE
from archive.parts import Parts
from tests import builders

Run = Callable[..., dict[str, Any]]
needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def invoke(parts: Parts, *words: str, **env: str) -> Result:
    done = CliRunner().invoke(
        main, ["export", "files", *words], env={"ARCHIVE_HOME": str(parts.settings.home), **env}
    )
    assert not done.exception or isinstance(done.exception, SystemExit), done.output
    return done


@pytest.fixture
def run(parts: Parts, out: Path) -> Run:
    """Export into the folder; returns the receipt."""

    def command(*words: str, code: int = 0) -> dict[str, Any]:
        done = invoke(parts, *words, "--to", str(out), "--json")
        assert done.exit_code == code, done.output
        receipt: dict[str, Any] = json.loads(done.stdout)
        return receipt

    return command


@pytest.fixture
def three(parts: Parts) -> Parts:
    """Two published records, one with a back, and a draft."""
    for number, (accession, publish) in enumerate([("A-1", True), ("A-2", True), ("A-3", False)]):
        builders.photograph(parts, accession=accession, publish=publish, headline=f"Number {number}")
        upload = io.BytesIO(builders.picture(width=900, seed=number))
        attach_upload(parts.tools, OPERATOR, accession, upload, f"{number}.jpg", "recto")
    back = io.BytesIO(builders.picture(format="TIFF", seed=9))
    attach_upload(parts.tools, OPERATOR, "A-2", back, "back.tif", "verso")
    builders.describe(parts, "A-1", "A tram.")
    return parts


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def said(path: Path, tag: str) -> str:
    """One tag, as exiftool alone reads it."""
    command = ["exiftool", "-s3", f"-{tag}", str(path)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


@needs_exiftool
def test_everything_readers_see_is_written_with_its_words(three: Parts, run: Run, out: Path) -> None:
    receipt = run()
    assert names(out) == [LIST, "A-1.jpg", "A-2-verso.tif", "A-2.jpg"]
    assert {name: receipt[name] for name in ("written", "unchanged", "refused", "left_out")} == {
        "written": 3,
        "unchanged": 0,
        "refused": 0,
        "left_out": 1,
    }
    assert said(out / "A-1.jpg", "XMP-iptcCore:AltTextAccessibility") == "A tram."
    assert said(out / "A-2-verso.tif", "XMP-photoshop:Headline") == "Number 1"
    assert run("--drafts")["written"] == 1
    assert "A-3.jpg" in names(out)


@needs_exiftool
def test_a_second_run_writes_only_what_changed(three: Parts, run: Run, out: Path) -> None:
    run()
    before = (out / "A-2.jpg").stat().st_mtime_ns
    builders.describe(three, "A-1", "Una.", language="es")
    receipt = run()
    assert [(one["file"], one["what"]) for one in receipt["files"] if one["what"] == "written"] == [
        ("A-1.jpg", "written")
    ]
    assert receipt["unchanged"] == 2
    assert (out / "A-2.jpg").stat().st_mtime_ns == before
    assert said(out / "A-1.jpg", "XMP-iptcCore:AltTextAccessibility-es") == "Una."
    (out / "A-2.jpg").unlink()
    assert run()["written"] == 1


@needs_exiftool
def test_an_export_that_was_stopped_goes_on(
    three: Parts, run: Run, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at the worst moment: the list has a file that has not got its name."""
    real = Path.replace

    def stop(self: Path, target: Path) -> Path:
        if self.name == ".A-1.jpg.new":
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as planted:
        planted.setattr(Path, "replace", stop)
        assert invoke(three, "--to", str(out)).exit_code == 1
    assert "A-1.jpg" not in names(out)
    with (out / LIST).open("a") as cut:
        cut.write('{"file": "A-2')  # and the last line was cut off
    receipt = run()
    assert receipt["refused"] == 0
    assert names(out) == [LIST, "A-1.jpg", "A-2-verso.tif", "A-2.jpg"]


@needs_exiftool
def test_somebody_elses_file_stays(three: Parts, run: Run, out: Path) -> None:
    out.mkdir()
    (out / "A-1.jpg").write_text("mine")
    receipt = run(code=1)
    assert (out / "A-1.jpg").read_text() == "mine"
    assert [one for one in receipt["files"] if one["what"] == "refused"] == [
        {"file": "A-1.jpg", "accession": "A-1", "what": "refused", "reason": STRANGE}
    ]
    (out / "A-2.jpg").write_text("changed by hand")
    run(code=1)
    assert (out / "A-2.jpg").read_text() == "changed by hand"


@needs_exiftool
def test_two_records_never_share_a_file(parts: Parts, run: Run) -> None:
    for number, (accession, role) in enumerate([("B-1", "recto"), ("B-1", "verso"), ("B-1-verso", "recto")]):
        if role == "recto":
            builders.photograph(parts, accession=accession)
        upload = io.BytesIO(builders.picture(seed=number))
        attach_upload(parts.tools, OPERATOR, accession, upload, "a.jpg", role)
    for _ in range(2):
        receipt = run(code=1)
        assert [one["accession"] for one in receipt["files"] if one.get("reason") == OTHER] == ["B-1-verso"]


@needs_exiftool
def test_a_query_and_a_size_choose(three: Parts, run: Run, out: Path) -> None:
    builders.indexed(three)
    receipt = run("accession:A-2", "--size", "800")
    assert [one["file"] for one in receipt["files"]] == ["A-2-800.jpg", "A-2-verso-400.jpg"]
    with Image.open(out / "A-2-800.jpg") as image:
        assert (image.format, image.width) == ("JPEG", 800)


@needs_exiftool
def test_location_goes_along_only_when_asked(parts: Parts, run: Run, out: Path) -> None:
    tags = Image.Exif()
    tags.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0)})
    accession = builders.photograph(parts, accession="L-1", credit_line="x" * 40)
    upload = io.BytesIO(builders.picture(exif=tags.tobytes()))
    attach_upload(parts.tools, OPERATOR, accession, upload, "a.jpg", "recto")
    receipt = run()
    assert receipt["files"][0]["cut"] == ["credit_line"]
    assert said(out / "L-1.jpg", "GPS:GPSLatitudeRef") == ""
    run("--with-location")
    assert said(out / "L-1.jpg", "GPS:GPSLatitudeRef") == "North"


@needs_exiftool
def test_a_folder_in_use_is_left_alone(three: Parts, out: Path) -> None:
    with filing.receipts(out):
        done = invoke(three, "--to", str(out))
    assert (done.exit_code, names(out)) == (1, [LIST])
    assert "Another export is writing" in done.stderr


def test_without_exiftool_sizes_go_out_and_originals_do_not(three: Parts, out: Path) -> None:
    none = {"ARCHIVE_EXIFTOOL": "no-such-program"}
    done = invoke(three, "--to", str(out), **none)
    assert done.exit_code == 1
    assert "exiftool is not installed" in done.stderr
    assert not out.exists()
    assert invoke(three, "--to", str(out), "--size", "400", **none).exit_code == 0
    assert b"Made-up Press" in (out / "A-1-400.jpg").read_bytes()


def test_what_was_withdrawn_or_merged_never_goes_out(three: Parts, out: Path) -> None:
    with three.db.writing() as session:
        photographs.get(session, "A-1").visibility = "withdrawn"
        photographs.get(session, "A-2").merged_into_id = photographs.get(session, "A-3").id
    assert invoke(three, "--to", str(out), "--drafts", "--size", "400").exit_code == 0
    assert names(out) == [LIST, "A-3-400.jpg"]
