"""The yardstick finds what it is asked for, readers' words only."""

from dataclasses import replace
from pathlib import Path

from bench.captions import Captions
from bench.fts import Fts
from bench.questions import Question, plain


def test_words_dates_and_who_sees_what(tmp_path: Path) -> None:
    first, second, third = (
        replace(one, public=True, caption=f"A quixomel{n}, zebrafish.", earliest=f"19{n}0-01-01", latest=None)
        for n, one in enumerate(Captions().photographs(3), 1)
    )
    fts = Fts(tmp_path / "words.db")
    fts.fill([first, second, replace(third, public=False)])
    assert fts.find(plain("quixomel2"), ("collection", "person")) == (1, [2])
    assert fts.find(plain("zebrafish*"), ())[0] == 2
    assert fts.find(plain("quixomel3"), ()) == (0, [])
    assert fts.find(Question("", "{caption headline}: zebrafish", 19150101, 19300101), ()) == (1, [2])
    assert fts.find(Question("", "", 19050101, 19150101), ()) == (1, [1])
    assert fts.find(plain(""), ()) == (2, [2, 1])
