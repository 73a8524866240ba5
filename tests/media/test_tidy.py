import json
from typing import Any

from archive.media.tidy import TOTAL_BYTES, VALUE_BYTES, tidy


def test_plain_values_become_text_and_keep_their_shape() -> None:
    assert tidy({"a": "x", "b": ["1", {"c": None}], "d": True, "e": 5, "f": b"\xc3\xa9"}.items()) == {
        "a": "x",
        "b": ["1", {"c": ""}],
        "d": "True",
        "e": "5",
        "f": "é",
    }


def test_what_json_and_databases_cannot_hold_is_taken_out() -> None:
    kept = tidy([("a\x00\ud800", ["b\x00c", "\udfff"])])
    assert kept == {"a\ufffd": ["bc", "\ufffd"]}
    json.dumps(kept, ensure_ascii=False).encode()


def test_a_long_value_is_cut_and_named() -> None:
    kept = tidy([("long", "é" * 100_000), ("short", "x")])
    assert len(kept["long"].encode()) == VALUE_BYTES
    assert kept["short"] == "x"
    assert kept["truncated"] == ["long"]


def test_all_together_is_bounded() -> None:
    for flood in ({f"k{n}": "x" * 50_000 for n in range(99)}, {f"k{n}": "" for n in range(300_000)}):
        kept = tidy(flood.items())
        assert len(json.dumps(kept)) < TOTAL_BYTES * 2.5
        assert len(kept["truncated"]) <= 100


def test_an_endless_list_is_cut() -> None:
    kept = tidy([("list", [""] * 1_000_000), ("dict", {str(n): "" for n in range(100_000)})])
    assert len(kept["list"]) < 10_000
    assert kept["truncated"] == ["list", "dict"]


def test_endless_depth_is_cut() -> None:
    deep: Any = "x"
    for _ in range(500):
        deep = [deep]
    assert tidy([("deep", deep)])["truncated"] == ["deep"]
