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
    at: str  # what may stand before any date and changes nothing; the longest first
    article: str
    about_after: str  # the same as `about`, behind the date
    or_later: str  # behind a date, which counts itself
    or_earlier: str
    halves: tuple[str, str]
    tens: dict[str, str]  # a decade's number in words, and in figures as `decade` has it
    dotted: bool = False  # whether 12.5.1938 can only be the twelfth of May


def _named(*names: str) -> dict[str, int]:
    """Names in order, alternatives separated by a bar: the first is 1."""
    return {one: number for number, all_ in enumerate(names, 1) for one in all_.split("|")}


def _tens(words: str, ending: str = "") -> dict[str, str]:
    """Names of decades from the twenties on, with what follows their figures."""
    return {word: f"{number}0{ending}" for number, word in enumerate(words.split(), 2)}


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
    at=r"(?:in )?the year|in the|on the|in|on",
    article=r"the",
    about_after=r"circa|approximately|approx|ca|c",
    or_later=r"onwards?|on|or later|or after",
    or_earlier=r"or earlier|or before",
    halves=(r"(?:the )?(?:first|1st) half of", r"(?:the )?(?:second|2nd|latter) half of"),
    tens=_tens("twenties thirties forties fifties sixties seventies eighties nineties", "s"),
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
    century=r"(?:el )?(?:siglo|s\.) ?([ivx]{1,5}|\d{1,2})",
    day=r"(?:el )?(?:día )?(\d{1,2})(?:\.?º|o|ro)?",
    of=r"(?: de | del | del año |,? ?|, )",
    of_season=r"(?: del? | del año | )",
    at=r"(?:(?:en )?el )?año|en el|en la|en los|en",
    article=r"el|la|los",
    about_after=r"circa|aproximadamente|aprox|ca|c",
    or_later=r"en adelante|o después|o despues|o posterior",
    or_earlier=r"o antes|o anterior",
    halves=(r"(?:la )?(?:primera|1ª|1\.ª) mitad del?", r"(?:la )?(?:segunda|2ª|2\.ª) mitad del?"),
    tens=_tens("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
)  # fmt: skip

FRENCH = Tongue(
    months=_named(
        "janvier|janv|jan", "février|fevrier|févr|fevr|fév|fev", "mars", "avril|avr", "mai", "juin",
        "juillet|juil", "août|aout", "septembre|sept", "octobre|oct", "novembre|nov",
        "décembre|decembre|déc|dec",
    ),
    seasons={"printemps": 21, "été": 22, "automne": 23, "hiver": 24},
    weekdays=(
        ("lundi", "lun"), ("mardi", "mar"), ("mercredi", "mer"), ("jeudi", "jeu"), ("vendredi", "ven"),
        ("samedi", "sam"), ("dimanche", "dim"),
    ),
    undated=frozenset((
        "s.d", "s. d", "sd", "sans date", "date inconnue", "inconnue", "inconnu", "non daté", "non datée",
        "n.d", "s.a", "s. a",
    )),
    about=r"vers|environ|circa|autour de|aux (?:environs|alentours) d[eu]|approximativement|approx\.?"
    r"|circ\.|ca\.?|c\.?",
    perhaps=r"peut-être|peut-etre|probablement|sans doute|vraisemblablement|possiblement",
    before=r"avant|d'avant|antérieure? (?:à|au)",
    after=r"après|apres|postérieure? (?:à|au)",
    until=r"jusqu'(?:en|au|à)|au plus tard(?: en| le)?|pas après",
    since=r"depuis|à partir d[eu]|dès|au plus tôt(?: en| le)?|pas avant",
    between=("entre", "et"),
    starts=r"de|du|d'",
    to=r"à|au|jusqu'(?:en|au|à)",
    either=r"ou",
    early=r"(?:le |au |tout )?début(?: d[eu]s?| de la)?|commencement d[eu]s?",
    mid=r"(?:le |au )?milieu(?: d[eu]s?| de la)?|mi-",
    late=r"(?:la |à la )?fin(?: d[eu]s?| de la)?",
    decade=r"(?:(?:les |des )?années|(?:la )?décennie(?: d[eu]s?(?: années)?)?) (\d{2}[1-9])0",
    century=r"([ivx]{1,5}|\d{1,2}) ?(?:ième|ème|eme|e|è|ᵉ|°) ?(?:siècle|siecle|s)",
    day=r"(?:le )?(\d{1,2})(?:(?<=\b1)(?:er|ᵉʳ|°))?",
    of=r"(?: d[eu] | de l'année |,? ?|, )",
    of_season=r"(?: d[eu] | de l'année | )",
    at=r"(?:(?:en )?l')?an(?:née)?|au cours des|dans les|en|le|dans"
    r"|au(?= printemps|.* s(?:i[eè]cle)?$)|à(?= l')",
    article=r"les?|la|l'",
    about_after=r"environ|circa|approximativement|approx|ca|c",
    or_later=r"ou après|ou plus tard|ou postérieure?",
    or_earlier=r"ou avant|ou plus tôt|ou antérieure?",
    halves=(
        r"(?:la )?(?:première|premiere|1re|1ère|1ere) moitié d[eu]s?",
        r"(?:la )?(?:seconde|deuxième|2e|2de|2ème) moitié d[eu]s?",
    ),
    tens=_tens("vingt trente quarante cinquante soixante"),
)  # fmt: skip

GERMAN = Tongue(
    months=_named(
        "januar|jänner|jan", "februar|feber|feb", "märz|maerz|mär|mrz", "april|apr", "mai", "juni|jun",
        "juli|jul", "august|aug", "september|sept|sep", "oktober|okt", "november|nov", "dezember|dez",
    ),
    seasons={"frühjahr": 21, "frühling": 21, "sommer": 22, "herbst": 23, "winter": 24},
    weekdays=(
        ("montag", "mo"), ("dienstag", "di"), ("mittwoch", "mi"), ("donnerstag", "do"), ("freitag", "fr"),
        ("samstag", "sonnabend", "sa"), ("sonntag", "so"),
    ),
    undated=frozenset((
        "o.d", "o. d", "od", "o.j", "o. j", "o. dat", "ohne datum", "ohne jahr", "undatiert", "nicht datiert",
        "datum unbekannt", "unbekannt", "unbekanntes datum", "s.d", "s. d", "n.d",
    )),
    about=r"um|ungefähr|etwa|circa|zirka|gegen|rund|annähernd|circ\.|ca\.?|c\.?",
    perhaps=r"vermutlich|wahrscheinlich|möglicherweise|vielleicht|wohl|eventuell|evtl\.?",
    before=r"vor",
    after=r"nach",
    until=r"bis(?: zum)?|bis spätestens|spätestens|nicht nach",
    since=r"seit|ab|frühestens|nicht vor",
    between=("zwischen", "und"),
    starts=r"von|vom",
    to=r"bis(?: zum)?",
    either=r"oder",
    early=r"(?:am |zu )?(?:anfang|beginn)(?: de[rs])?|frühe[nrs]?",
    mid=r"(?:in der )?mitte(?: de[rs])?|mittlere[nrs]?",
    late=r"(?:am )?ende(?: de[rs])?|späte[nrs]?",
    decade=r"(\d{2}[1-9])0er(?:[- ]jahren?)?",
    century=r"(\d{1,2})\. ?(?:jahrhunderts?|jahrh|jhdts?|jhd|jhs?|jhts?)",
    day=r"(?:de[rnm] )?(\d{1,2})\.?",
    of=r"(?: des jahres |,? ?|, )",
    of_season=r"(?: des jahres | )",
    at=r"(?:im |das |dem |des )?jahre?|in de[rn]|im|am|in",
    article=r"der|die|das|den|dem|des",
    about_after=r"circa|zirka|ungefähr|ca|c",
    or_later=r"oder später|oder danach",
    or_earlier=r"oder früher|oder davor",
    halves=(
        r"(?:(?:die|in der|der) )?(?:ersten?|1\.) hälfte de[rs]",
        r"(?:(?:die|in der|der) )?(?:zweiten?|2\.) hälfte de[rs]",
    ),
    tens=_tens("zwanziger dreissiger vierziger fünfziger sechziger siebziger achtziger neunziger", "er"),
    dotted=True,
)  # fmt: skip

TONGUES = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "de": GERMAN}


def code(language: str) -> str:
    """The table's key for a language code, region ignored; English where the language has none."""
    found = language.lower().replace("_", "-").split("-")[0]
    return found if found in TONGUES else "en"


def tongue(language: str) -> Tongue:
    """The table for a language code, region ignored; English where the language has none."""
    return TONGUES[code(language)]
