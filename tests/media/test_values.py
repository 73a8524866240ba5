import json

from archive.media.values import ATTRIBUTION_BYTES, Attribution, Derived, Inspected, Size


def test_values_cross_a_pipe_unchanged() -> None:
    words = Attribution(("Ana Núñez", "B"), "Credit", "© Ana", "Ask", "http://x/", {"en": "a", "ar": "ب"})
    made = Derived("JPEG", 900, 600, 1, (Size(800, 533, "jpg", 9), Size(800, 533, "webp", 8)))
    found = Inspected("PNG", 1, 2, 3)
    for value in (words, made, found):
        assert type(value).from_json(json.loads(json.dumps(value.to_json()))) == value


def test_short_words_are_left_alone() -> None:
    words = Attribution(("Ana",), "Credit", "© Ana", "Ask", "http://x/", {"en": "a"})
    assert words.bounded() == words


def test_endless_words_are_cut_to_what_a_file_can_carry() -> None:
    long = "ب" * 5000
    words = Attribution((long,) * 200, long, long, long * 9, long, {f"x-{n}": long for n in range(300)})
    bounded = words.bounded()
    size = len(json.dumps(bounded.to_json(), ensure_ascii=False).encode())
    assert size < ATTRIBUTION_BYTES * 1.1
    assert bounded.credit_line == long[:1000]
    assert bounded.creators
    assert bounded.alt == {}
