"""Whether a text is in the language that it claims: a guess, made only when it is a sure one."""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from archive import languages
from archive.descriptions.lint.littlewords import told_by_little_words
from archive.descriptions.lint.reading import UNSPACED, base, word_set
from archive.descriptions.lint.spelling import all_known

_LEAST_WORDS, _LEAST_WORDS_KIN = 5, 12
_SURE, _SURE_KIN = 0.9, 0.98  # of the language guessed; the language claimed has at most the rest's share
_CLAIMED = 0.02
_LONGEST = 600  # characters; more make no guess surer
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Languages that short texts do not tell apart.
_KIN = (
    frozenset({"es", "gl", "pt", "ca", "oc", "it", "la", "ht"}),
    frozenset({"no", "nn", "da", "sv"}),
    frozenset({"bs", "hr", "sr", "sl", "mk", "bg"}),
    frozenset({"ms", "id"}),
    frozenset({"af", "nl", "fy", "lb", "de"}),
    frozenset({"cs", "sk"}),
    frozenset({"ru", "uk", "be", "bg"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"fa", "ps", "ur", "ar"}),
    frozenset({"zh", "ja", "yue"}),
)
# Little words that (nearly) only this language has: two of them, one word in ten, and no model is asked;
# nor is it where a dictionary of the language holds every word.
_OWN = {
    "en": word_set("the and with from their its his her into behind beside while which wearing two three"),
    "es": word_set("y los las una con hay del al unos unas junto detrás su sus está están dos tras mientras"),
}
_OWN_LEAST, _OWN_SHARE = 2, 0.1
_lock = threading.Lock()


def other_language(text: str, claimed: str) -> str | None:
    """The English name of the language that a text is surely in, if that is not the one claimed.

    Little words decide where they can; then a model. Names alone never do: capitalised words are left
    out, and for the model five others must remain (twelve, where the two languages are close).
    """
    mine = {"nb": "no"}.get(base(claimed), base(claimed))
    words = [word for word in _WORD.findall(text[:_LONGEST]) if not word[0].isupper()]
    if _is_plainly(mine, words):
        return None
    return told_by_little_words(text[:_LONGEST], mine) or _modelled(text, words, mine)


def _modelled(text: str, words: Sequence[str], mine: str) -> str | None:
    count = len(words) + len(UNSPACED.findall(text[:_LONGEST]))
    if count < _LEAST_WORDS or (len(words) >= _LEAST_WORDS and all_known(words, mine)):
        return None
    model = _model()
    if mine not in model.labels:
        return None
    ranked = dict(model.rank(" ".join(words)))
    guess = max(ranked, key=lambda code: ranked[code])
    if guess == mine:
        return None
    kin = any(guess in group and mine in group for group in _KIN)
    if kin and count < _LEAST_WORDS_KIN:
        return None
    found = languages.find(guess)
    if found is None or ranked[guess] < (_SURE_KIN if kin else _SURE):
        return None
    return found.english if ranked[mine] <= _CLAIMED else None


def _is_plainly(language: str, words: Sequence[str]) -> bool:
    own = sum(map(_OWN.get(language, frozenset()).__contains__, words))
    return own >= _OWN_LEAST and own >= _OWN_SHARE * len(words)


def _model() -> Any:
    with _lock:
        return _load()


@cache
def _load() -> Any:
    langid = importlib.import_module("py3langid.langid")
    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    known = {one.code for one in languages.LANGUAGES}
    model.set_languages(sorted(known.intersection(model.labels)))
    return model
