"""EDTF said in words, for a record whose date nobody wrote in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.dates.tongues import code


@dataclass(frozen=True)
class _Voice:
    """One language's names and sentences; braces hold what is filled in."""

    months: tuple[str, ...]
    seasons: tuple[str, ...]  # EDTF codes 21 to 41 in order
    day: str
    month: str
    season: str
    decade: str
    century: Callable[[int], str]
    some_month: str
    some_day: str
    undated: str
    about: str
    perhaps: str
    perhaps_about: str
    span: str
    between: str
    until: str
    since: str
    ending: str
    starting: str
    one_of: str
    all_of: str
    time: str
    first_day: str = "1"  # of a month
    opened: str = "from {0} to {1}"  # a span whose ends differ in kind
    part: str = "{part} {year}"  # of a year: thirds, quarters, halves


_IN_SEASON = re.compile(r"\d{4}-2[1-4]")
_FIRST_PART = 33  # EDTF codes from here on are quarters, thirds and halves


def _ordinal(number: int) -> str:
    teens = range(11, 14)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} century"


def _siglo(number: int) -> str:
    return f"siglo {_roman(number)}"


def _siecle(number: int) -> str:
    return f"{_roman(number)}{'er' if number == 1 else 'e'} siècle"


def _roman(number: int) -> str:
    tens, units = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]


_ENGLISH = _Voice(
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December"),
    seasons=("spring", "summer", "autumn", "winter",
             "northern spring", "northern summer", "northern autumn", "northern winter",
             "southern spring", "southern summer", "southern autumn", "southern winter",
             "first quarter", "second quarter", "third quarter", "fourth quarter",
             "first third", "second third", "last third", "first half", "second half"),
    day="{day} {month} {year}", month="{month} {year}", season="{season} {year}", decade="{year}s",
    century=_ordinal, some_month="some month of {year}", some_day="some day in {month}",
    undated="undated", about="about {0}", perhaps="possibly {0}", perhaps_about="possibly about {0}",
    span="{0} to {1}", between="between {0} and {1}", until="{0} or earlier", since="{0} or later",
    ending="until {0}", starting="from {0}", one_of="or", all_of="and", time="{0}, {1}",
)  # fmt: skip

_SPANISH = _Voice(
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
            "octubre", "noviembre", "diciembre"),
    seasons=("primavera", "verano", "otoño", "invierno",
             "primavera boreal", "verano boreal", "otoño boreal", "invierno boreal",
             "primavera austral", "verano austral", "otoño austral", "invierno austral",
             "primer trimestre", "segundo trimestre", "tercer trimestre", "cuarto trimestre",
             "primer cuatrimestre", "segundo cuatrimestre", "tercer cuatrimestre",
             "primer semestre", "segundo semestre"),
    day="{day} de {month} de {year}", month="{month} de {year}", season="{season} de {year}",
    decade="década de {year}", century=_siglo, some_month="algún mes de {year}",
    some_day="algún día de {month}", undated="sin fecha", about="hacia {0}", perhaps="posiblemente {0}",
    perhaps_about="posiblemente hacia {0}", span="{0} a {1}", between="entre {0} y {1}",
    until="{0} o antes", since="{0} o después", ending="hasta {0}", starting="desde {0}",
    one_of="o", all_of="y", time="{0}, {1}", opened="desde {0} hasta {1}", part="{part} de {year}",
)  # fmt: skip

_FRENCH = _Voice(
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
            "octobre", "novembre", "décembre"),
    seasons=("printemps", "été", "automne", "hiver",
             "printemps boréal", "été boréal", "automne boréal", "hiver boréal",
             "printemps austral", "été austral", "automne austral", "hiver austral",
             "premier trimestre", "deuxième trimestre", "troisième trimestre", "quatrième trimestre",
             "premier quadrimestre", "deuxième quadrimestre", "dernier quadrimestre",
             "premier semestre", "second semestre"),
    day="{day} {month} {year}", month="{month} {year}", season="{season} {year}", decade="années {year}",
    century=_siecle, some_month="un mois de {year}", some_day="un jour de {month}", undated="sans date",
    about="vers {0}", perhaps="peut-être {0}", perhaps_about="peut-être vers {0}", span="{0} à {1}",
    between="entre {0} et {1}", until="{0} ou avant", since="{0} ou après", ending="jusqu’à {0}",
    starting="depuis {0}", one_of="ou", all_of="et", time="{0}, {1}",
    first_day="1er", opened="de {0} à {1}", part="{part} de {year}",
)  # fmt: skip

_GERMAN = _Voice(
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember"),
    seasons=("Frühjahr", "Sommer", "Herbst", "Winter",
             "nördlicher Frühling", "nördlicher Sommer", "nördlicher Herbst", "nördlicher Winter",
             "südlicher Frühling", "südlicher Sommer", "südlicher Herbst", "südlicher Winter",
             "erstes Quartal", "zweites Quartal", "drittes Quartal", "viertes Quartal",
             "erstes Jahresdrittel", "zweites Jahresdrittel", "letztes Jahresdrittel",
             "erstes Halbjahr", "zweites Halbjahr"),
    day="{day}. {month} {year}", month="{month} {year}", season="{season} {year}", decade="{year}er Jahre",
    century=lambda number: f"{number}. Jahrhundert", some_month="ein Monat des Jahres {year}",
    some_day="ein Tag im {month}", undated="ohne Datum", about="um {0}", perhaps="vermutlich {0}",
    perhaps_about="vermutlich um {0}", span="{0} bis {1}", between="zwischen {0} und {1}",
    until="{0} oder früher", since="{0} oder später", ending="bis {0}", starting="ab {0}",
    one_of="oder", all_of="und", time="{0}, {1}", opened="von {0} bis {1}",
)  # fmt: skip

_VOICES = {"en": _ENGLISH, "es": _SPANISH, "fr": _FRENCH, "de": _GERMAN}


def day_in_words(year: int, month: int, day: int, language: str) -> str:
    """Say one day, which need not exist: '31 de abril de 1938'."""
    return _said_day(year, month, day, _VOICES[code(language)])


def in_words(edtf: str, language: str = "en") -> str:
    """Say stored EDTF in words: '1935~/1940~' gives 'about 1935 to about 1940'.

    English stands in for a language without a table; a form of EDTF that has no plain words is
    given back as it is stored. An empty date is 'undated'.
    """
    voice = _VOICES[code(language)]
    if not edtf:
        return voice.undated
    if edtf[0] in "[{":
        said = _set(edtf, voice)
    elif "/" in edtf:
        said = _interval(edtf, voice)
    else:
        said = _marked(edtf, voice)
    return said or edtf


def _set(edtf: str, voice: _Voice) -> str | None:
    members = [_member(part, voice) for part in edtf[1:-1].split(",")]
    if None in members:
        return None
    if len(members) == 1:
        return members[0]
    joined = ", ".join(str(one) for one in members[:-1])
    return f"{joined} {voice.one_of if edtf[0] == '[' else voice.all_of} {members[-1]}"


def _member(part: str, voice: _Voice) -> str | None:
    if ".." not in part:
        return _marked(part, voice)
    first, last = part.split("..", 1)
    if not first or not last:
        end = _marked(first or last, voice)
        return (voice.since if first else voice.until).format(end) if end else None
    ends = _marked(first, voice), _marked(last, voice)
    return voice.between.format(*ends) if all(ends) else None


def _interval(edtf: str, voice: _Voice) -> str | None:
    first, last = (part.strip(".") for part in edtf.split("/", 1))
    if not first or not last:
        end = _marked(first or last, voice) if first or last else None
        return (voice.starting if first else voice.ending).format(end) if end else None
    ends = _marked(first, voice), _marked(last, voice)
    # What is said of the first end would be heard of both: 'about 1935 to 1940', 'summer 1938 to 1940'.
    marked = first[-1] in "~?%" and last[-1] not in "~?%"
    form = voice.opened if marked or (_IN_SEASON.fullmatch(first) and last.isdigit()) else voice.span
    return form.format(*ends) if all(ends) else None


def _marked(edtf: str, voice: _Voice) -> str | None:
    form = {"~": voice.about, "?": voice.perhaps, "%": voice.perhaps_about}.get(edtf[-1], "{0}")
    said = _point(edtf.rstrip("~?%"), voice)
    return form.format(said) if said else None


def _point(edtf: str, voice: _Voice) -> str | None:
    """One date; each form is tried against the whole text."""
    forms: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
        (r"(\d{4})", lambda m: str(int(m[1]))),
        (r"(\d\d0)X", lambda m: voice.span.format(int(m[1]) * 10, int(m[1]) * 10 + 9)),
        (r"(\d{3})X", lambda m: voice.decade.format(year=f"{int(m[1])}0")),
        (r"(\d\d)XX", lambda m: voice.century(int(m[1]) + 1)),
        (r"(\d{4})-XX(?:-XX)?", lambda m: voice.some_month.format(year=int(m[1]))),
        (r"(\d{4})-(\d\d)", lambda m: _month(int(m[1]), int(m[2]), voice)),
        (r"(\d{4}-\d\d)-XX", lambda m: voice.some_day.format(month=_point(m[1], voice))),
        (r"(\d{4})-(\d\d)-(\d\d)", lambda m: _day(m, voice)),
        (r"(\d{4}-\d\d-\d\d)T([\d:]+)(?:Z|[+-][\d:]+)?", lambda m: _timed(m, voice)),
    )
    for pattern, said in forms:
        if found := re.fullmatch(pattern, edtf):
            return said(found)
    return None


def _month(year: int, number: int, voice: _Voice) -> str | None:
    if 1 <= number <= len(voice.months):
        return voice.month.format(month=voice.months[number - 1], year=year)
    first_season = 21
    if first_season <= number < first_season + len(voice.seasons):
        form = voice.part if number >= _FIRST_PART else voice.season
        name = voice.seasons[number - first_season]
        return form.format(season=name, part=name, year=year)
    return None


def _day(found: re.Match[str], voice: _Voice) -> str:
    return _said_day(int(found[1]), int(found[2]), int(found[3]), voice)


def _said_day(year: int, month: int, day: int, voice: _Voice) -> str:
    number = voice.first_day if day == 1 else str(day)
    return voice.day.format(day=number, month=voice.months[month - 1], year=year)


def _timed(found: re.Match[str], voice: _Voice) -> str:
    return voice.time.format(_point(found[1], voice), found[2])
