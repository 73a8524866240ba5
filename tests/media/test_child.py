import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from archive.media import child
from archive.media.derive import MEMORY
from archive.media.values import Attribution
from tests.media.picture_makers import quarters, saved

ROOT = Path(__file__).parents[2]


def request(**values: object) -> bytes:
    return json.dumps(values).encode() + b"\n"


def served(lines: bytes, *, memory_mb: int = 1024) -> tuple[list[dict[str, object]], int]:
    """The answers of a child, after its first word, and how it ended."""
    process = subprocess.run(
        [sys.executable, "-m", "archive.media.child", str(memory_mb), "5", "120000000"],
        input=lines,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    answers = [json.loads(line) for line in process.stdout.splitlines()]
    assert answers[0] == {"ready": True}
    return answers[1:], process.returncode


def test_it_answers_line_by_line_and_ends_with_its_input(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "a.png", "PNG")
    target = tmp_path / "out"
    answers, status = served(
        request(do="inspect", source=str(path))
        + request(do="derive", source=str(path), target=str(target), attribution=Attribution().to_json())
        + request(do="metadata", source=str(path), tool=None)
        + request(do="inspect", source=str(tmp_path / "gone"))
    )
    facts = {"format": "PNG", "width": 64, "height": 40, "frames": 1, "pages": 1}
    assert answers[0] == {"done": facts}
    assert (target / "64.webp").exists()
    assert answers[2] == {"done": {"raw": {}, "tool": "pillow", "note": ""}}
    assert "cannot be opened" in str(answers[3]["refused"])
    assert status == 0


def test_a_folder_that_cannot_be_written_is_not_the_files_fault(tmp_path: Path) -> None:
    path = saved(quarters(), tmp_path / "a.png", "PNG")
    answers, _ = served(
        request(do="derive", source=str(path), target=str(path / "x"), attribution=Attribution().to_json())
    )
    assert answers == [{"system": [20, "Not a directory"]}]


def test_too_little_memory_is_said_and_survived(tmp_path: Path) -> None:
    from PIL import Image

    large = saved(Image.new("RGB", (9000, 9000)), tmp_path / "a.png", "PNG", compress_level=1)
    small = saved(quarters(), tmp_path / "b.png", "PNG")
    answers, _ = served(
        request(do="inspect", source=str(large)) + request(do="inspect", source=str(small)), memory_mb=350
    )
    assert answers[0] == {"refused": MEMORY}
    assert "done" in answers[1]


def test_it_loads_no_framework_and_no_database() -> None:
    script = "import archive.media.child, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True).stdout
    names = {name.split(".")[0] for name in loaded.decode().split()}
    assert "PIL" in names
    assert not names & {"flask", "sqlalchemy", "whoosh", "werkzeug", "jinja2", "edtf", "exiftool"}


def test_the_limit_of_time_is_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, values: limits.append(values))
    child.limit_time(7)
    used = resource.getrusage(resource.RUSAGE_SELF)
    assert 0 <= limits[0][0] - 8 - int(used.ru_utime + used.ru_stime) + 1 <= 1
    assert limits[0][1] == resource.getrlimit(resource.RLIMIT_CPU)[1]
