"""The command line as scripts use it: exit status, JSON, sentences."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import builders

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT.parent / "shared" / "seeds" / "000_07c45a7e80c4443d.txt"


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Answer]:
    """Run the real command in a home of its own."""

    def run(*words: str, **environment: str) -> Answer:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_")}
        env = kept | {"ARCHIVE_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)} | environment
        done = subprocess.run(
            [sys.executable, "-m", "archive", *words],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


def write_sheet(path: Path) -> Path:
    path.write_text(
        "Trams of a made-up town\n"
        "Three pictures from one wet morning.\n"
        "A tram waits at the square in Vellmar, Lowland, May 2021. via Lowland Press\n"
        "The council, which met in April 2020, had wanted buses. via Lowland Press\n"
        "The council, which met in April 2020, had wanted buses. via Lowland Press\n",
        encoding="utf-8",
    )
    return path


def test_a_sheet_comes_in_once_and_two_equal_captions_stay_two(
    archive: Callable[..., Answer], tmp_path: Path
) -> None:
    sheet = write_sheet(tmp_path / "sheet.txt")
    first = archive("import", str(sheet), "--publish", "--json")
    assert first.status == 0, first.err
    assert len(first.json["added"]) == 3
    assert archive("import", str(sheet), "--json").json["added"] == []
    everything = archive("search", "", "--json").json
    assert everything["total"] == 3
    assert archive("search", "buses", "--json").json["total"] == 2
    assert archive("search", "credit:lowland", "--json").json["total"] == 3
    assert archive("search", "date:2021", "--json").json["total"] == 1


def test_show_has_the_fixed_shape(archive: Callable[..., Answer], tmp_path: Path) -> None:
    accession = archive("import", str(write_sheet(tmp_path / "s.txt")), "--publish", "--json").json["added"][
        0
    ]
    shown = archive("show", accession, "--json").json
    assert list(shown) == [
        "accession", "collection", "headline", "caption", "descriptions", "creators", "credit_line", "source",
        "copyright_notice", "rights", "usage_terms", "date", "place", "people", "keywords", "visibility",
        "images", "licensor", "place_shown", "artwork", "digital_source_type", "alternatives", "sources",
    ]  # fmt: skip
    assert shown["caption"] == {
        "text": "A tram waits at the square in Vellmar, Lowland, May 2021.",
        "language": "en",
    }
    assert shown["credit_line"] == "Lowland Press"
    assert shown["date"] == {
        "text": "May 2021",
        "edtf": "2021-05",
        "earliest": "2021-05-01",
        "latest": "2021-05-31",
    }
    assert shown["collection"] == "trams-of-a-made-up-town"
    assert shown["visibility"] == "published"


def test_what_cannot_come_in_is_refused_and_the_rest_is_in(
    archive: Callable[..., Answer], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    builders.picture_file(folder / "good.jpg")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "cut.jpg").write_bytes(builders.picture(seed=2)[:2000])
    (folder / "words.jpg").write_text("<html>no picture</html>")
    answer = archive("import", str(folder), str(tmp_path / "nowhere.jpg"), "--json")
    assert answer.status == 1
    assert len(answer.json["added"]) == 1
    assert [one["name"] for one in answer.json["refused"]] == [
        "nowhere.jpg",
        "cut.jpg",
        "empty.jpg",
        "words.jpg",
    ]
    assert all(one["reason"].endswith(".") and "/" not in one["reason"] for one in answer.json["refused"])


def test_a_preview_writes_nothing(archive: Callable[..., Answer], tmp_path: Path) -> None:
    picture = builders.picture_file(tmp_path / "one.jpg")
    preview = archive("import", str(picture), str(write_sheet(tmp_path / "s.txt")), "--dry-run", "--json")
    assert preview.status == 0
    assert len(preview.json["added"]) == 4
    assert archive("search", "", "--json").json["total"] == 0
    originals = list((tmp_path / "home" / "images").rglob("*"))
    assert [one for one in originals if one.is_file()] == []


def test_a_file_named_like_a_record_attaches_to_it(archive: Callable[..., Answer], tmp_path: Path) -> None:
    added = archive("import", str(write_sheet(tmp_path / "s.txt")), "--json").json["added"]
    front = builders.picture_file(tmp_path / f"{added[1]}.jpg")
    back = builders.picture_file(tmp_path / f"{added[1]} verso.png", seed=5, format="PNG")
    answer = archive("import", str(front), str(back), "--json")
    assert answer.json["attached"] == [added[1], added[1]]
    roles = [image["role"] for image in archive("show", added[1], "--json").json["images"]]
    assert roles == ["recto", "verso"]
    assert archive("import", str(front), "--json").json["unchanged"] == [added[1]]


def test_readers_see_only_what_is_published(archive: Callable[..., Answer], tmp_path: Path) -> None:
    added = archive("import", str(write_sheet(tmp_path / "s.txt")), "--json").json["added"]
    assert archive("search", "", "--as-reader", "--json").json["total"] == 0
    assert archive("show", added[0], "--as-reader", "--json").status == 1


def test_wrong_use_is_status_2(archive: Callable[..., Answer]) -> None:
    assert archive("import").status == 2
    assert archive("search", "x", "--sort", "loudest").status == 2
    assert archive("import", ".", "--collection", "Not A Slug").status == 2
    unknown = archive("import", ".", "--language", "xx-nota")
    assert (unknown.status, "not a language" in unknown.err) == (2, True)
    assert archive("search", "", ARCHIVE_PORT="many").status == 2
    assert archive("search", "", ARCHIVE_COLOUR="red").status == 2


def test_accounts_are_added_once_and_their_password_is_printed(archive: Callable[..., Answer]) -> None:
    first = archive("account", "add", "ana", "--role", "archivist")
    assert first.status == 0
    assert "password" in first.out
    assert archive("account", "add", "ana").status == 1
    assert archive("account", "add", "ana", "--if-missing").out == ""
    assert archive("account", "password", "ana").out != first.out
    assert archive("account", "password", "nobody").status == 1


def test_the_index_is_rebuilt_and_says_how_it_is(archive: Callable[..., Answer], tmp_path: Path) -> None:
    archive("import", str(write_sheet(tmp_path / "s.txt")))
    assert archive("index", "rebuild").status == 0
    status = archive("index", "status", "--json").json
    assert (status["documents"], status["behind"], status["equal"]) == (3, 0, True)


def test_an_index_that_is_not_built_says_so_with_the_same_facts(
    archive: Callable[..., Answer], tmp_path: Path
) -> None:
    archive("import", str(write_sheet(tmp_path / "s.txt")))
    built = archive("index", "status", "--json").json
    shutil.rmtree(tmp_path / "home" / "index")
    missing = archive("index", "status", "--json").json
    assert list(missing) == list(built)
    assert missing["behind"] == built["seen"] > 0
    assert (missing["documents"], missing["equal"], built["trouble"]) == (0, False, "")
    words = archive("index", "status")
    assert words.status == 0
    assert words.out.startswith("There is no search index yet; it has to be built.")
    assert f"behind: {missing['behind']}\n" in words.out


def test_importing_again_publishes_and_tells_what_differs(
    archive: Callable[..., Answer], tmp_path: Path
) -> None:
    sheet = write_sheet(tmp_path / "s.txt")
    added = archive("import", str(sheet), "--json").json["added"]
    sheet.write_text(sheet.read_text().replace("May 2021. via Lowland", "May 2021. via Highland"))
    again = archive("import", str(sheet), "--publish", "--json").json
    assert (again["added"], again["published"], again["drafts"]) == ([], added, [])
    change = {"field": "credit_line", "here": "Lowland Press", "sheet": "Highland Press"}
    assert again["changes"] == [{"accession": added[0]} | change]
    assert archive("show", added[0], "--as-reader", "--json").json["credit_line"] == "Lowland Press"
    words = archive("import", str(sheet), "--publish").out
    assert "credit_line differs, not changed: here “Lowland Press”, on the sheet “Highland Press”" in words


def test_the_receipt_in_words_tells_of_sheets_and_says_common_things_once(
    archive: Callable[..., Answer], tmp_path: Path
) -> None:
    sheet = tmp_path / "s.txt"
    sheet.write_text("Año\nResumen.\nUn niño corre por la calle. via EFE\nUn niño canta. via EFE\n", "cp1252")
    out = archive("import", str(sheet), "--dry-run").out
    assert "Sheet s.txt: Año\n  collection: ano (new)\n  photographs: 2; language: Spanish\n" in out
    assert "  summary: Resumen.\n  note: The sheet is not UTF-8" in out
    assert out.count("No rights are stated") == 1
    assert "(all 2)" in out


@pytest.mark.skipif(not SHEET.exists(), reason="the real caption sheet is not beside the project")
def test_the_real_caption_sheet(archive: Callable[..., Answer]) -> None:
    first = archive("import", str(SHEET), "--publish", "--json").json
    assert len(first["added"]) == 26
    assert archive("import", str(SHEET), "--publish", "--json").json["added"] == []
    shown = [archive("show", one, "--json").json for one in first["added"]]
    assert len({one["caption"]["text"] for one in shown}) == 25
    assert {one["credit_line"] for one in shown} == {"Secretaria de Prensa de la Presidencia"}
    assert not any(" via " in one["caption"]["text"] + " " for one in shown)
    assert sorted(one["date"]["edtf"] for one in shown) == [""] * 19 + ["2024-06"] * 7
    assert archive("search", "overcrowding", "--json").json["total"] >= 1
    assert archive("search", "credit:presidencia", "--as-reader", "--json").json["total"] == 26
