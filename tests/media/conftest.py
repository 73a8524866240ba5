"""The places that tests of picture files borrow."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "images"
SAMPLE = Path(__file__).parents[2] / "images" / "sample" / "photos"


@pytest.fixture
def corpus() -> Path:
    """The folder of collected test pictures, which is not part of the project."""
    if not CORPUS.is_dir():
        pytest.skip("the collected test pictures are not on this machine (../shared/corpus/images)")
    return CORPUS


@pytest.fixture
def sample() -> Path:
    return SAMPLE


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    place = tmp_path / "small-disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(
            "mounting a small file system is not allowed here; the file-size limit tests the same path"
        )
    yield place
    subprocess.run(["umount", str(place)], check=True)
