"""The list beside exported files knows each state of a file, also after a stop at any moment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from archive.interop import filing
from archive.interop.files import Copy
from archive.interop.filing import LIST, OTHER, STRANGE
from archive.interop.properties import Properties
from archive.media.values import Attribution, Refused


def copy(caption: str, accession: str = "A-1") -> Copy:
    """A copy to be made, with this caption."""
    told = Properties({"XMP-dc:Description": caption}, ())
    shape = {"what": "original", "name": "A-1.jpg", "type": "image/jpeg", "sha256": "0" * 64, "page": 0}
    return Copy(
        accession=accession,
        role="recto",
        **shape,  # type: ignore[arg-type] # texts and a number, as the names say
        width=0,
        suffix="jpg",
        location=False,
        revision=1,
        properties=told,
        attribution=Attribution(),
    )


def write(folder: Path, one: Copy, text: str, *, killed: bool = False) -> None:
    """What an export does with one file; a killed one stops between the list and the name."""
    new = folder / ".A-1.jpg.new"
    new.write_text(text)
    with filing.receipts(folder) as known:
        known.add(one, "A-1.jpg", new)
    if not killed:
        new.replace(folder / "A-1.jpg")


def stands(folder: Path, one: Copy) -> bool:
    with filing.receipts(folder) as known:
        return known.stands(one, folder / "A-1.jpg")


def test_a_state_that_never_got_its_name_is_made_again(tmp_path: Path) -> None:
    old, new = copy("A tram."), copy("A bus. ")
    write(tmp_path, old, "A tram.")
    write(tmp_path, new, "A bus. ", killed=True)
    assert (stands(tmp_path, old), stands(tmp_path, new)) == (True, False)
    write(tmp_path, new, "A bus. ")
    assert (stands(tmp_path, old), stands(tmp_path, new)) == (False, True)


def test_a_file_that_was_changed_to_the_same_length_is_somebody_elses(tmp_path: Path) -> None:
    write(tmp_path, copy("A tram."), "A tram.")
    (tmp_path / "A-1.jpg").write_text("A bike.")
    os.utime(tmp_path / "A-1.jpg", ns=(1, 1))
    with pytest.raises(Refused, match="did not write") as refused:
        stands(tmp_path, copy("A tram."))
    assert refused.value.reason == STRANGE


def test_a_folder_that_was_copied_is_still_known(tmp_path: Path) -> None:
    write(tmp_path, copy("A tram."), "A tram.")
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in (LIST, "A-1.jpg"):
        shutil.copyfile(tmp_path / name, moved / name)
    assert stands(moved, copy("A tram."))
    with pytest.raises(Refused) as refused:
        stands(moved, copy("A tram.", "A-2"))
    assert refused.value.reason == OTHER


def test_a_line_that_was_cut_off_takes_no_other_with_it(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text('{"file": "A-2')
    write(tmp_path, copy("A tram."), "A tram.")
    assert stands(tmp_path, copy("A tram."))
