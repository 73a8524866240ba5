"""A paper that names IMG_1.jpg where IMG_1.png was handed in: taken for it, told, and a person may say no."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.history import OPERATOR
from archive.ingest import choices
from archive.ingest.outcome import Options, Outcome, Receipt
from archive.ingest.pairs import APART, PAIRING, TOGETHER
from archive.ingest.run import Run, bring_in
from archive.parts import Parts
from tests import builders

SHEET = "Trams of a made-up town\nA wet week.\nIMG_1.jpg: A tram waits. (Photo by Jane Roe)\n"
TABLE = "file,caption,credit_line\nIMG_1.jpg,A tram waits.,Jane Roe\n"
APARTS = {"IMG_1.png": {PAIRING: APART}}
PAPERS = [("week.txt", SHEET, "The sheet"), ("week.csv", TABLE, "Row 2 of week.csv")]


def hand_in(tmp_path: Path, paper: str, text: str, *names: str) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / paper).write_text(text)
    for seed, name in enumerate(names, 1):
        builders.picture_file(folder / name, seed=seed)
    return folder


def run(
    parts: Parts, folder: Path, chosen: dict[str, dict[str, str]] | None = None, **options: bool
) -> Receipt:
    return bring_in(Run(parts.tools, OPERATOR, Options(**options), choices=chosen or {}), [folder])  # type: ignore[arg-type]


def added(receipt: Receipt) -> list[Outcome]:
    return receipt.of("add", "added")


@pytest.mark.parametrize(("paper", "text", "whose"), PAPERS)
def test_the_only_picture_of_another_ending_is_taken_and_that_is_asked(
    parts: Parts, tmp_path: Path, paper: str, text: str, whose: str
) -> None:
    folder = hand_in(tmp_path, paper, text, "IMG_1.png")
    words = f"{whose} names IMG_1.jpg; IMG_1.png was handed in and taken for it."
    (shown,) = added(run(parts, folder, dry_run=True))
    assert (shown.name, shown.detail["caption"]) == ("IMG_1.png", "A tram waits.")
    assert words in shown.detail["findings"]
    question = choices.questions(shown.detail, {})[0]
    assert (question.field, question.why, question.chosen) == (PAIRING, words, TOGETHER)
    assert [one.key for one in question.options] == [TOGETHER, APART]
    (made,) = added(run(parts, folder))
    record = builders.get(parts, made.accession)
    assert (record.caption, [one.file_name for one in record.current_images]) == (
        "A tram waits.",
        ["IMG_1.png"],
    )


@pytest.mark.parametrize(("paper", "text", "whose"), PAPERS)
def test_who_turns_it_down_has_both_as_records(
    parts: Parts, tmp_path: Path, paper: str, text: str, whose: str
) -> None:
    folder = hand_in(tmp_path, paper, text, "IMG_1.png")
    made = {one.name: one for one in added(run(parts, folder, APARTS))}
    assert len(made) == 2, whose
    picture = builders.get(parts, made.pop("IMG_1.png").accession)
    assert (picture.caption, len(picture.current_images)) == ("", 1)
    (other,) = made.values()
    assert (builders.get(parts, other.accession).caption, other.detail.get("sheet")) == (
        "A tram waits.",
        None,
    )
    assert "IMG_1.jpg" in str(other.detail["findings"])
    assert "handed in, and not taken for it: IMG_1.png" in str(other.detail["findings"])


@pytest.mark.parametrize(("paper", "text", "whose"), PAPERS)
def test_two_of_one_stem_are_told_and_none_is_taken(
    parts: Parts, tmp_path: Path, paper: str, text: str, whose: str
) -> None:
    receipt = added(run(parts, hand_in(tmp_path, paper, text, "IMG_1.png", "IMG_1.tif")))
    assert len(receipt) == 3, whose
    told = " ".join(str(one.detail["findings"]) for one in receipt)
    assert "which was not handed in with it; handed in, and not taken for it: IMG_1.png, IMG_1.tif" in told


@pytest.mark.parametrize(("paper", "text", "whose"), PAPERS)
def test_a_guess_never_keeps_a_picture_out_and_comes_in_once(
    parts: Parts, tmp_path: Path, paper: str, text: str, whose: str
) -> None:
    folder = hand_in(tmp_path, paper, text, "IMG_1.tif")
    assert len(added(run(parts, folder))) == 1
    again = run(parts, folder)
    assert ([one.name for one in again.of("unchanged")], added(again)) == (["IMG_1.tif"], []), whose
    (folder / "IMG_1.tif").unlink()
    builders.picture_file(folder / "IMG_1.png", seed=7)
    for dry_run in (True, False):
        receipt = run(parts, folder, dry_run=dry_run)
        assert ([one.name for one in added(receipt)], receipt.of("refused")) == (["IMG_1.png"], [])


def test_the_record_that_has_the_very_name_goes_before_a_guess(parts: Parts, tmp_path: Path) -> None:
    first = builders.picture_file(tmp_path / "IMG_1.jpg", seed=9)
    (here,) = added(bring_in(Run(parts.tools, OPERATOR, Options()), [first]))
    receipt = run(parts, hand_in(tmp_path, "week.csv", TABLE, "IMG_1.png"))
    assert [one.accession for one in receipt.of("changed")] == [here.accession]
    assert [one.name for one in added(receipt)] == ["IMG_1.png"]


def test_what_is_kept_apart_asks_nothing_that_was_asked_of_both() -> None:
    detail = {
        "guessed": "The sheet names a.jpg; a.png was handed in and taken for it.",
        "caption": "A tram.",
        "values": {"caption": "A tram.", "caption_language": "en"},
        "sources": {"caption": "sheet"},
        "conflicts": {"caption": [
            {"source": "sheet", "value": "A tram.", "with": {}, "taken": True},
            {"source": "file", "value": "A boat.", "with": {}},
        ]},
    }  # fmt: skip
    assert [one.field for one in choices.questions(detail, {})] == [PAIRING, "caption"]
    chosen, wrong = choices.answered(detail, {}, {PAIRING: APART, "caption": "1"})
    assert (chosen, wrong) == ({PAIRING: APART}, [])
    assert [one.field for one in choices.questions(detail, chosen)] == [PAIRING]
    assert "caption" not in choices.shown(detail, chosen, publish=True)
    assert choices.answered(detail, chosen, {PAIRING: TOGETHER})[0] == {}
    assert "paired_with" not in choices.whole(detail, chosen)
