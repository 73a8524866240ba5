"""Which language a short text is in, told by little words that one language has and the other has not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.descriptions.lint.reading import unquoted, word_set

_LEAST = 2  # words of the other language; and not one that only the language claimed has
# Articles, prepositions, numbers and the plainest words of descriptions, in lower case. A word that stands in
# two lists says nothing between those two; so words that are also written in the other are listed in both.
_LITTLE = {
    "en": word_set(
        """
        a an the of in on at to from by with and or is are was were be as for into onto over under behind
        beside below above between near next through across along around out off up down his her its their
        who which that this these those while two three four five six man men woman women child children
        people person boy girl street house water wall table dog one no do me dos sits stands walks holds
        wears looks lies wearing holding standing sitting die am den son sin
        """
    ),
    "es": word_set(
        """
        a el la los las lo un una unos unas de del al en y o con por para sin sobre bajo entre tras desde
        hasta hacia ante su sus se que es son está están junto mientras hay muy más dos tres cuatro cinco
        seis hombre hombres mujer mujeres niño niños niña niñas gente calle casa agua mesa perro uno no me
        sentado sentada sentados vista parada
        """
    ),
    "pt": word_set(
        """
        a o os as um uma uns umas de do da dos das em no na nos nas ao aos à às e ou com por pelo pela pelos
        pelas para sem sob sobre entre até seu sua seus suas se que é são está estão não muito mais dois
        duas três tres quatro cinco seis homem homens mulher mulheres criança crianças menino meninos menina
        meninas gente rua casa água mesa cão praia me vista parada
        """
    ),
    "fr": word_set(
        """
        le la les un une des de du au aux en et ou avec sur sous dans par pour sans entre vers chez son sa
        ses leur leurs se qui que est sont très plus deux trois quatre cinq six homme hommes femme femmes
        enfant enfants gens rue maison eau table chien on me
        """
    ),
    "it": word_set(
        """
        a il lo la i gli le un una uno di del dello della dei degli delle al allo alla ai alle in nel nella
        nei nelle su sul sulla e o con per senza sopra sotto tra fra suo sua si che è sono molto più due tre
        quattro cinque sei uomo uomini donna donne bambino bambini bambina gente strada casa acqua tavolo
        cane sin me vista
        """
    ),
    "de": word_set(
        """
        der die das den dem des ein eine einen einem einer und oder mit auf in im am an aus bei nach von vor
        zu zum zur über unter neben zwischen hinter ist sind sein ihr ihre sich nicht sehr mehr zwei drei
        vier fünf sechs gegen durch ohne um
        """
    ),
}
_NAMES = {
    "en": "English",
    "es": "Spanish",
    "pt": "Portuguese",
    "fr": "French",
    "it": "Italian",
    "de": "German",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Little words inside a name, as in "Luis de la Fuente y Paz", belong to the name.
_IN_NAME = re.compile(
    r"(?<=\w)(?: (?:de|del|la|los|las|el|y|e|do|da|dos|das|di|della|du|des|le|van|von|der|den|zu))+"
    r" (?=[^\W\d_a-z])"
)


def told_by_little_words(text: str, claimed: str) -> str | None:
    """The English name of another language that the text is in, or None where little words do not tell.

    Two of its little words are needed, none that only the language claimed has, at least one word
    besides, and more than any third language has.
    """
    mine = _LITTLE.get(claimed)
    if mine is None:
        return None
    words = _lower(unquoted(text))
    counts = {}
    for language, little in _LITTLE.items():
        if language != claimed and not any(word in mine and word not in little for word in words):
            counts[language] = sum(word in little and word not in mine for word in words)
    best = max(counts, key=lambda language: counts[language], default="")
    if not best or counts[best] < _LEAST or list(counts.values()).count(counts[best]) > 1:
        return None
    return _NAMES[best] if any(word not in _LITTLE[best] for word in words) else None


def _lower(text: str) -> Sequence[str]:
    """The words outside names in lower case; the first word of the text counts if it is a little one."""
    words = _WORD.findall(_IN_NAME.sub(" ", text))
    first = [word.lower() for word in words[:1] if any(word.lower() in one for one in _LITTLE.values())]
    return first + [word for word in words[len(first) :] if not word[0].isupper()]
