"""The words of dates, one table a language; the reader of phrases knows no word itself.

Every entry is matched in lower case with full stops already dropped from its end. Parts that hold
alternatives are regular expressions without groups.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """How one language writes dates: names, and the forms around them as expressions."""

    months: dict[str, int]
    seasons: dict[str, int]
    weekdays: tuple[tuple[str, ...], ...]  # Monday first, each with its short forms
    undated: frozenset[str]
    about: str
    perhaps: str
    before: str
    after: str
    until: str  # that day itself counts
    since: str
    between: tuple[str, str]
    starts: str  # what may open a range
    to: str
    either: str
    early: str
    mid: str
    late: str
    decade: str  # with one group: the three digits
    century: str  # with one group: the number, in digits or Roman
    day: str  # with one group: the number
    of: str  # between day, month and year
    of_season: str  # between season and year


def _named(*names: str) -> dict[str, int]:
    """Names in order, alternatives separated by a bar: the first is 1."""
    return {one: number for number, all_ in enumerate(names, 1) for one in all_.split("|")}


ENGLISH = Tongue(
    months=_named(
        "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul",
        "august|aug", "september|sept|sep", "october|oct", "november|nov", "december|dec",
    ),
    seasons={"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24},
    weekdays=(
        ("monday", "mon"), ("tuesday", "tues", "tue"), ("wednesday", "wed"), ("thursday", "thurs", "thu"),
        ("friday", "fri"), ("saturday", "sat"), ("sunday", "sun"),
    ),
    undated=frozenset((
        "n.d", "n. d", "nd", "no date", "undated", "unknown", "date unknown", "unknown date", "not dated",
        "not known", "s.d",
    )),
    about=r"about|around|circa|approximately|approx\.?|roughly|circ\.|ca\.?|c\.?",
    perhaps=r"possibly|probably|perhaps|maybe",
    before=r"before|prior to|earlier than|pre-",
    after=r"after|later than|post-",
    until=r"by|until|up to|no later than|not later than|not after|on or before",
    since=r"since|no earlier than|not earlier than|not before|on or after|from",
    between=("between", "and"),
    starts=r"from",
    to=r"to|until|till|through|thru",
    either=r"or",
    early=r"early|beginning of|start of",
    mid=r"mid|middle of",
    late=r"late|end of",
    decade=r"(?:the )?(\d{2}[1-9])0(?:'|’)?s",
    century=r"(?:the )?(\d{1,2})(?:st|nd|rd|th) (?:century|cent|c)",
    day=r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?",
    of=r"(?:,? of |,? ?|, )",
    of_season=r"(?:,? of |,? )",
)  # fmt: skip

SPANISH = Tongue(
    months=_named(
        "enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul",
        "agosto|ago", "septiembre|setiembre|sept|sep|set", "octubre|oct", "noviembre|nov", "diciembre|dic",
    ),
    seasons={"primavera": 21, "verano": 22, "otoño": 23, "invierno": 24},
    weekdays=(
        ("lunes",), ("martes",), ("miércoles", "miercoles"), ("jueves",), ("viernes",), ("sábado", "sabado"),
        ("domingo",),
    ),
    undated=frozenset((
        "s.f", "s. f", "s/f", "sf", "sin fecha", "desconocida", "desconocido", "fecha desconocida",
        "no fechada", "no fechado", "s.d", "n.d",
    )),
    about=r"hacia|circa|alrededor de|aproximadamente(?: en)?|aprox\.?|cerca de|en torno a|circ\.|ca\.?|c\.?",
    perhaps=r"posiblemente|probablemente|quizás?|tal vez",
    before=r"antes del?|anterior al?",
    after=r"después del?|despues del?|posterior al?",
    until=r"hasta|no después del?|no más tarde del?|a más tardar en",
    since=r"desde|a partir del?|no antes del?",
    between=("entre", "(?:y|e)"),
    starts=r"desde|del?",
    to=r"al?|hasta",
    either=r"o|u",
    early=r"(?:a )?(?:principios|comienzos|inicios) (?:del?)",
    mid=r"(?:a )?mediados (?:del?)",
    late=r"(?:a )?(?:finales|fines) (?:del?)",
    decade=r"(?:(?:la )?(?:década|decada) (?:de (?:los )?)?(?:años )?|(?:el )?decenio de |(?:los )?años )"
    r"(\d{2}[1-9])0",
    century=r"(?:el )?(?:siglo|s\.) ?([ivx]{1,5})",
    day=r"(?:el )?(?:día )?(\d{1,2})(?:\.?º|o|ro)?",
    of=r"(?: de | del | del año |,? ?|, )",
    of_season=r"(?: del? | del año | )",
)  # fmt: skip

TONGUES = {"en": ENGLISH, "es": SPANISH}


def tongue(language: str) -> Tongue:
    """The table for a language code, region ignored; English where the language has none yet."""
    return TONGUES.get(language.lower().replace("_", "-").split("-")[0], ENGLISH)
