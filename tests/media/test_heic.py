import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from archive.media import derive, heic
from archive.media.sandbox import Sandbox
from archive.media.values import Attribution, Refused
from tests.media.picture_makers import quarters, saved

NOBODY = Attribution()
HEAD = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
ENOUGH_FOR_PYTHON = "#!" + sys.executable + "\n"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """What begins like a HEIC file, for converters of our own making."""
    path = tmp_path / "-o picture.heic"
    path.write_bytes(HEAD + bytes(100))
    return path


def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, name: str = "heif-dec") -> Path:
    """A program of that name as the only one of the machine; `source` and `target` are its arguments."""
    folder = tmp_path / "bin"
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(
        f"{ENOUGH_FOR_PYTHON}import os, sys, shutil, time\nsource, *target = sys.argv[1:]\n{body}"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return program


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (HEAD, True),
        (b"\0\0\0\x18ftypheix\0\0\0\0mif1heix", True),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", True),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", False),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", False),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomheic", False),
        (b"\xff\xd8\xff\xe0ftypheic", False),
        (b"", False),
    ],
)
def test_it_is_told_by_its_brands(start: bytes, is_one: bool) -> None:  # noqa: FBT001 - a table's column
    assert heic.recognised(start) is is_one


def test_without_a_converter_the_reason_and_the_way_out_are_said(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with Sandbox(children=1) as sandbox, pytest.raises(Refused) as refused:
        sandbox.derive(picture, tmp_path / "out", NOBODY)
    assert refused.value.reason == heic.ABSENT
    assert not (tmp_path / "out").exists()


def test_what_the_converter_made_is_shown_and_kept_nowhere(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The orientation that the converter copies along has been applied by it: it must not count again.
    tags = Image.Exif()
    tags[0x0112] = 6
    made = saved(quarters(), tmp_path / "made.png", "PNG", exif=tags)
    converter(
        tmp_path,
        monkeypatch,
        f"""
open({str(tmp_path / "told")!r}, "w").write(repr((source, target)))
shutil.copy({str(made)!r}, target[0])
""",
    )
    derived = derive.derive(picture, tmp_path / "out", NOBODY)
    assert (derived.format, derived.width, derived.height, derived.frames) == ("HEIC", 64, 40, 1)
    with Image.open(tmp_path / "out/64.jpg") as shown:
        red, green, blue = shown.convert("RGB").getpixel((10, 10))  # type: ignore[misc] # three bands
    assert red > 150 > max(green, blue), (red, green, blue)  # the top left, where it was
    source, (target,) = eval((tmp_path / "told").read_text())  # noqa: S307 - written by the lines above
    assert source == str(picture)  # absolute: no name of a file is an option
    assert not Path(target).parent.exists()


def test_the_converter_writes_into_the_scratch_folder_of_the_limited_process(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes with that process, even where the process is killed in the midst of it."""
    told = tmp_path / "told"
    converter(tmp_path, monkeypatch, f"open({str(told)!r}, 'w').write(target[0])\ntime.sleep(30)\n")
    with Sandbox(children=1, seconds=2) as sandbox, pytest.raises(Refused, match="longer than"):
        sandbox.inspect(picture)
    target = Path(told.read_text())
    folder, scratch = target.parent, target.parent.parent
    assert (folder.name[:5], scratch.name[:8]) == ("heic-", "archive-")
    assert not scratch.exists()


def test_of_several_pictures_the_primary_one_is_shown(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 10):
        saved(Image.new("RGB", (number * 10, 8)), tmp_path / f"made-{number}.png", "PNG")
    copies = "\n".join(
        f"shutil.copy({str(tmp_path / f'made-{number}.png')!r}, target[0][:-4] + '-{number}.png')"
        for number in (1, 2, 10)
    )
    converter(tmp_path, monkeypatch, copies)
    assert derive.inspect(picture).width == 10
    converter(
        tmp_path,
        monkeypatch,
        "print('image: 10x8 (id=1)\\n  thumbnail: 2x2\\nimage: 20x8 (id=5)\\nimage: 100x8 (id=9), primary')",
        "heif-info",
    )
    facts = derive.inspect(picture)
    assert (facts.width, facts.frames, facts.pages) == (100, 3, 1)


@pytest.mark.parametrize("body", ["sys.exit(1)", "pass", "open(target[0], 'wb').write(b'no picture')"])
def test_a_converter_that_fails_is_a_file_refused(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    converter(tmp_path, monkeypatch, body)
    with pytest.raises(Refused, match=r"damaged|not an image"):
        derive.inspect(picture)


def test_a_converter_has_the_limits_of_the_process_that_starts_it(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f"""
import resource
names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
open({str(tmp_path / "told")!r}, "w").write(repr(
    [resource.getrlimit(getattr(resource, one))[0] for one in names]
))
"""
    converter(tmp_path, monkeypatch, body)
    with Sandbox(children=1, seconds=20, memory_mb=512) as sandbox, pytest.raises(Refused):
        sandbox.inspect(picture)
    memory, seconds, size, files = eval((tmp_path / "told").read_text())  # noqa: S307 - written just above
    assert (memory, size, files) == (512 << 20, 512 << 20, 64)
    assert 20 <= seconds <= 30


def test_a_slow_converter_is_stopped_and_leaves_nothing(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    converter(
        tmp_path,
        monkeypatch,
        "open(target[0], 'wb').write(b'x')\n"
        f"open({str(told)!r}, 'w').write(f'{{os.getpid()}} {{target[0]}}')\n"
        "time.sleep(60)",
    )
    with Sandbox(children=1, seconds=2) as sandbox:
        with pytest.raises(Refused, match="took longer"):
            sandbox.inspect(picture)
        process, target = told.read_text().split(" ", 1)
        assert not Path(target).parent.exists()
        assert (
            not Path(f"/proc/{process}/cmdline").exists() or not Path(f"/proc/{process}/cmdline").read_bytes()
        )


def test_too_many_pixels_are_seen_before_anything_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (20_000).to_bytes(4)
    path = tmp_path / "a.heic"
    path.write_bytes(HEAD + b"\0\0\0\x14ispe\0\0\0\0" + size + size)
    converter(tmp_path, monkeypatch, f"open({str(tmp_path / 'told')!r}, 'w')")
    with pytest.raises(Refused, match="million pixels"):
        derive.inspect(path)
    assert not (tmp_path / "told").exists()


def test_a_real_picture_comes_out_as_the_converter_shows_it(corpus: Path, tmp_path: Path) -> None:
    program = next(filter(None, map(shutil.which, heic.PROGRAMS)), None)
    if program is None:
        pytest.skip("this machine has no converter for HEIC (libheif's heif-dec or heif-convert)")
    source = corpus / "formats/Stonehenge.heic"
    subprocess.run([program, source, tmp_path / "there.png"], check=True, capture_output=True)
    made = derive.derive(source, tmp_path / "out", NOBODY)
    with Image.open(tmp_path / "there.png") as there, Image.open(tmp_path / f"out/{made.width}.jpg") as here:
        assert here.size == there.size == (300, 200)
        pairs = zip(here.convert("L").tobytes(), there.convert("L").tobytes(), strict=True)
        assert sum(abs(a - b) for a, b in pairs) / (300 * 200) < 4


def test_the_folder_for_temporary_files_goes_with_its_process(tmp_path: Path, picture: Path) -> None:
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(tmp_path)
    try:
        import tempfile

        tempfile.tempdir = None
        with Sandbox(children=1) as sandbox:
            with pytest.raises(Refused):
                sandbox.inspect(picture)
            assert len(list(tmp_path.glob("archive-*"))) == 1
        assert list(tmp_path.glob("archive-*")) == []
    finally:
        tempfile.tempdir = None
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before
