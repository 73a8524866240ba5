"""Rules on the form of a text: too long, markup, capitals."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Iterator

from archive.config import message
from archive.descriptions.lint.examples import alts
from archive.descriptions.lint.reading import UNSPACED, pieces, short, unquoted
from archive.descriptions.lint.rules.generic import says_nothing
from archive.descriptions.lint.values import Finding, Rule, Subject

_GOOD, _MOST = 125, 250  # characters
_LONGEST_WORD = 30  # letters
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Endings that are words in a sentence too, such as "it", count only before a path.
_DOMAIN = re.compile(
    r"\b(?:[a-z0-9][a-z0-9-]{0,60}\.){1,4}(?:(?:com|org|net|edu|gov|info)\b(?:/\S*)?|[a-z]{2,10}/\S+)",
    re.IGNORECASE,
)
_RUN = re.compile(rf"[^\s—–/…|,;:‐-]{{{_LONGEST_WORD + 1},}}")
_OUTER = ".,;:!?…()[]{}<>«»“”‘’\"'*_"
_CAPITALS = re.compile(r"\b[^\W\d_]{2,}\b")
_LEAST_CAPITALS = 10  # letters, in two words at least: an abbreviation or two is no shouting


def _long_alt(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt"):
        size = len(unicodedata.normalize("NFC", one.text.strip()))
        values = {"count": str(size)}
        if size > _MOST:
            text = message(
                "The alt text has %(count)s characters. It is heard in one go, without pauses or a way "
                "back, and some programs cut it off. Nothing was cut here: keep what matters most and move "
                "the rest to the long description."
            )
            yield Finding("long-alt", "warning", "alt", one.language, text, values, judged=one.text)
        elif size > _GOOD:
            text = message(
                "The alt text has %(count)s characters; about 125 are heard well in one go. See whether "
                "some of it belongs in the long description."
            )
            yield Finding("long-alt", "note", "alt", one.language, text, values, judged=one.text)


def _fault(text: str) -> str:
    """The first piece of markup, address or over-long word, or ''."""
    for pattern in (_TAG, _ENTITY, _ADDRESS):
        if found := pattern.search(text):
            return found[0]
    if "." in text and (found := _DOMAIN.search(unquoted(text))):
        return found[0]
    for found in _RUN.finditer(text):
        word = found[0].strip(_OUTER)
        if len(word) > _LONGEST_WORD and not UNSPACED.search(word):
            return word
    return ""


def _markup(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", "headline", "caption"):
        if fault := _fault(one.text):
            text = message(
                "“%(found)s” is read out sign by sign. Write in plain words, without tags, codes, web "
                "addresses or words run together."
            )
            yield Finding(
                "markup", "warning", one.field, one.language, text, {"found": short(fault)}, judged=one.text
            )


def _shouts(text: str) -> bool:
    if sum(map(operator.ne, text, text.lower())) < _LEAST_CAPITALS:
        return False
    words = _CAPITALS.findall(unquoted(text))
    loud = [word for word in words if word.isupper()]
    upper = sum(map(len, loud))
    cased = sum(len(word) for word in words if word.upper() != word.lower())
    return len(loud) > 1 and upper >= _LEAST_CAPITALS and 2 * upper > cased


def _shouting(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", "headline", "caption"):
        if _shouts(one.text) and not says_nothing(one.text, one.language):
            text = message(
                "This text is mostly in capitals, which some voices spell letter by letter. Write it in "
                "ordinary letters; words seen in the picture go into quotation marks or the transcript."
            )
            yield Finding("shouting", "warning", one.field, one.language, text, judged=one.text)


LONG_ALT = Rule(
    code="long-alt",
    levels=("note", "warning"),
    title=message("The alt text is long"),
    why=message("It is heard in one go. Over 125 characters tire the listener; over 250 belong elsewhere."),
    do=message(
        "Keep what matters most and move the rest to the long description. Nothing is ever cut for you."
    ),
    source="IPTC session on accessibility properties, CSUN conference 2022",
    languages=(),
    fields=("alt",),
    examples=(
        *alts(
            "en",
            ("A crowd with umbrellas fills the steps of a station.",),
            (
                (
                    "A crowd with umbrellas fills the wide stone steps of a railway station; above the doors "
                    "hang a clock and four flags, and a tram waits at the kerb."
                ),
                (
                    "A crowd with umbrellas fills the wide stone steps of a railway station. Above the doors "
                    "hang a clock and four flags, heavy with rain. At the left a tram waits at the kerb with "
                    "its lamps lit; at the right three porters push carts of trunks through the puddles."
                ),
            ),
        ),
        *alts(
            "es",
            ("Una multitud con paraguas llena la escalinata de una estación.",),
            (
                (
                    "Una multitud con paraguas llena la ancha escalinata de piedra de una estación; sobre "
                    "las puertas hay un reloj y cuatro banderas, y un tranvía espera junto a la acera."
                ),
                (
                    "Una multitud con paraguas llena la ancha escalinata de piedra de una estación. Sobre "
                    "las puertas hay un reloj y cuatro banderas empapadas. A la izquierda, un tranvía espera "
                    "con los faros encendidos; a la derecha, tres mozos empujan carros entre los charcos."
                ),
            ),
        ),
    ),
    check=_long_alt,
)
MARKUP = Rule(
    code="markup",
    levels=("warning",),
    title=message("Tags, codes, web addresses or endless words"),
    why=message("They are read out sign by sign."),
    do=message("Write in plain words."),
    source="department-of-veterans-affairs/va.gov-cms issue 15975",
    languages=(),
    fields=("alt", "long", "headline", "caption"),
    examples=(
        *alts(
            "en",
            ("Bread & butter on a plate beside a cup.", "A van reads “bakery.com”."),
            (
                "A <b>red</b> door at the end of a lane.",
                "Bread &amp; butter on a plate.",
                "A red door; more at https://archive.example/doors",
                "A red door; more at example.com/doors",
                "A red door at the endoftheverylonganddarklanewaybehind.",
            ),
        ),
        *alts(
            "es",
            ("Pan & mantequilla, dice la pizarra de un café.",),
            (
                "Una puerta <b>roja</b> al final de un callejón.",
                "Pan &amp; mantequilla en un plato.",
                "Una puerta roja; más en https://archivo.example/puertas",
                "Una puerta roja; más en example.org/puertas",
                "Una puerta roja al finaldeunlargoyoscurocallejonsinsalida.",
            ),
        ),
    ),
    check=_markup,
)
SHOUTING = Rule(
    code="shouting",
    levels=("warning",),
    title=message("Mostly capitals"),
    why=message("Some voices spell words in capitals letter by letter, and they are harder to read."),
    do=message("Write in ordinary letters; put words seen in the picture into quotation marks."),
    source="Editorial practice of this archive",
    languages=(),
    fields=("alt", "long", "headline", "caption"),
    examples=(
        *alts(
            "en",
            ("A banner reads “BREAD AND WORK FOR EVERYBODY IN TOWN”.", "A NASA badge on a blue sleeve."),
            ("TWO DOGS SLEEP UNDER A TABLE",),
        ),
        *alts(
            "es",
            (
                "Una pancarta dice «PAN Y TRABAJO PARA TODO EL PUEBLO».",
                "Una insignia de la ONU en una manga azul.",
            ),
            ("DOS PERROS DUERMEN BAJO UNA MESA",),
        ),
    ),
    check=_shouting,
)
