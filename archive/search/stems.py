"""The languages whose words are stemmed: their stems, their commonest words, and which words can be theirs.

Stems are those of the Snowball rules of that language, made from folded words, so that a word typed without
its accents has the same stem as the word with them.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from whoosh.lang import stemmer_for_language
from whoosh.lang.stopwords import stoplists

from archive.search.folding import fold

LANGUAGES = ("en", "es", "fr", "de", "pt")
_STEMMERS: dict[str, Callable[[str], str]] = {code: stemmer_for_language(code) for code in LANGUAGES}

# What is undone before the rules are asked, because they need an accent that folding took, or because they
# stem a plural otherwise than its singular: mujeres and mujer, nacoes and nacao, homens and homem.
_BEFORE: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "es": ((re.compile(r"(?<=[aeiou][rldnj])es$"), ""), (re.compile(r"([cs])ion$"), r"\1ión")),
    "fr": ((re.compile(r"ees?$"), "e"),),
    "pt": (
        (re.compile(r"(?<=[aeiou][rz])es$"), ""),
        (re.compile(r"oes$"), "ao"),
        (re.compile(r"(?<=[aeiou])ns$"), "m"),
    ),
}

# Words of the stop lists that are also a name or a thing that people look for: aeroplanes, summer, a state.
_SOUGHT = {
    "en": {"can", "don", "will"},
    "es": {
        *("estado", "estados", "estada", "estadas", "sentid", "sentido", "sentidos", "sentida", "sentidas"),
        *("siente", "sintiendo"),
    },
    "fr": {"avions", "est", "ete", "etee", "etees", "etes"},
    "de": {"machen", "weg"},
}

_COMMON = {code: frozenset(map(fold, stoplists[code])) - _SOUGHT.get(code, set()) for code in LANGUAGES}

# A query says nothing of its language. A stem of a language is looked for only if the word, by its letters
# as typed and by its ending, can be a word of that language: no Spanish word ends like `boats` or `call`.
_NEVER = {
    "es": re.compile(r"[wçãõßäöàèùâêîôûøåæœ]|([bdfgmpst])\1|ck|ph|sh|th"),
    "fr": re.compile(r"[ñãõßäöåøáíóú]|ck|sh|ght|(?:ll|w)$"),
    "de": re.compile(r"[ñçãõàèùâêîôû]|ough"),
    "pt": re.compile(r"[wyñßäöëïüèìòùîûøåæœ]|([bcdfglmnpt])\1|ck|ph|sh|th"),
}
_ENDS = {
    "es": re.compile(r"[aeiouy][nrsldzjx]?$"),
    "pt": re.compile(r"[aeiou](?:[mnrslz]|ns)?$"),
}
# English keeps an e at the end after these, in words like gazelle, cigarette, blonde; its rules take it off
# and so find `call` by the Spanish `calle`, `port` by the French `porte`. Such a word and its plural are
# looked for as they stand.
_KEEPS_E = re.compile(r"((?:([bdflmnprt])\2|[lnr][bdfkmnpt])e)s?$")


def stem(word: str, language: str) -> str:
    """The stem of a folded word, as a token of its language: `en:boat`."""
    return _stem(word, language)


def forms(piece: str, typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a folded query word is looked for as, beside itself: stems as tokens, and words as they stand.

    `typed` is the word in lower case with its accents. The answer depends on nothing but the word, so that
    it is the same whatever the engine and whatever the archive holds.
    """
    if not stemmable(piece):
        return (), ()
    keeps_e = _KEEPS_E.search(piece)
    besides = (piece[: keeps_e.end(1)], piece[: keeps_e.end(1)] + "s") if keeps_e else ()
    fitting = (code for code in LANGUAGES if not (code == "en" and keeps_e) and _can_be(piece, typed, code))
    return tuple(_stem(piece, code) for code in fitting), tuple(one for one in besides if one != piece)


def stemmable(piece: str) -> bool:
    """Whether a folded word has stems at all: letters of the Latin alphabet and nothing else."""
    return piece.isascii() and piece.isalpha()


def common(piece: str, language: str) -> bool:
    """Whether a folded word is one of a language's commonest, which say little about a text."""
    return piece in _COMMON.get(language, ())


def _can_be(piece: str, typed: str, language: str) -> bool:
    if common(piece, language):
        return False  # texts have no stem of it
    never, ends = _NEVER.get(language), _ENDS.get(language)
    return not (never and never.search(typed)) and (ends is None or bool(ends.search(piece)))


@lru_cache(maxsize=65_536)
def _stem(word: str, language: str) -> str:
    for pattern, instead in _BEFORE.get(language, ()):
        word = pattern.sub(instead, word)
    return f"{language}:{_STEMMERS[language](word)}"
