"""Names of countries and of the parts of some, as datelines state them, in English and Spanish.

Countries are those of the Unicode CLDR; the parts are the states that newsrooms write after a city, with
the abbreviations of their style books and of the post. A name that may be either is neither.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale

_ALSO_COUNTRIES = """
U.S.|US|U.S.A.|USA|United States|EE.UU.|EE. UU.|Estados Unidos|U.K.|UK|Great Britain|Gran Bretaña|Turkey|Burma
Myanmar|Birmania|Czech Republic|República Checa|Ivory Coast|Costa de Marfil|Bosnia-Herzegovina|Bosnia|Congo
Hong Kong|Macao|Macau|Palestine|Palestina|The Netherlands|Holland|Holanda|Arabia Saudita|Swaziland|Cabo Verde
The Bahamas|Gambia|The Gambia|Côte d'Ivoire|East Timor|North Macedonia|Macedonia del Norte
"""
# A bar parts the ways to write one name, the name itself first.
_REGIONS = """
Alabama|Ala.|AL
Alaska|AK
Arizona|Ariz.|AZ
Arkansas|Ark.|AR
California|Calif.|CA
Colorado|Colo.|CO
Connecticut|Conn.|CT
Delaware|Del.|DE
District of Columbia|D.C.|DC
Florida|Fla.|FL
Georgia|Ga.|GA
Hawaii|HI
Idaho|ID
Illinois|Ill.|IL
Indiana|Ind.|IN
Iowa|IA
Kansas|Kan.|KS
Kentucky|Ky.|KY
Louisiana|La.|LA
Maine|ME
Maryland|Md.|MD
Massachusetts|Mass.|MA
Michigan|Mich.|MI
Minnesota|Minn.|MN
Mississippi|Miss.|MS
Missouri|Mo.|MO
Montana|Mont.|MT
Nebraska|Neb.|NE
Nevada|Nev.|NV
New Hampshire|N.H.
New Jersey|N.J.
New Mexico|N.M.
New York|N.Y.
North Carolina|N.C.
North Dakota|N.D.
Ohio|OH
Oklahoma|Okla.|OK
Oregon|Ore.|OR
Pennsylvania|Pa.|PA
Rhode Island|R.I.
South Carolina|S.C.
South Dakota|S.D.
Tennessee|Tenn.|TN
Texas|TX
Utah|UT
Vermont|Vt.|VT
Virginia|Va.|VA
Washington|Wash.|WA
West Virginia|W.Va.
Wisconsin|Wis.|WI
Wyoming|Wyo.|WY
Nueva York
Nuevo México
Nueva Jersey
Pensilvania
Carolina del Norte
Carolina del Sur
Luisiana
Misisipi
Misuri
Alberta
British Columbia|B.C.
Manitoba
New Brunswick
Nova Scotia
Ontario
Quebec|Québec
Saskatchewan
England
Scotland
Wales
Northern Ireland
Inglaterra
Escocia
Gales
Irlanda del Norte
New South Wales
Queensland
Tasmania
Andalucía
Aragón
Asturias
Cantabria
Castilla y León
Castilla-La Mancha
Cataluña
Extremadura
Galicia
País Vasco
Chiapas
Chihuahua
Coahuila
Jalisco
Michoacán
Nuevo León
Oaxaca
Quintana Roo
Sinaloa
Sonora
Tamaulipas
Yucatán
"""
# A country and a state of another country.
_EITHER = frozenset({"georgia"})
# Cities that bear their country's name; a dateline that has no other word means the city, or may mean both.
_CITY_NAMES = "singapore singapur monaco mónaco luxembourg luxemburgo gibraltar macau macao djibouti"
_CITY_STATES = frozenset(_CITY_NAMES.split()) | {
    "hong kong",
    "san marino",
    "vatican city",
    "ciudad del vaticano",
}
_CITY_OR_COUNTRY = frozenset(("panama", "panamá", "guatemala", "mexico", "méxico", "kuwait", "el salvador"))
# Cities that are better known than the state of the same name.
_CITIES = frozenset(("new york", "nueva york", "washington", "quebec", "québec"))
_WATER = re.compile(
    r"(?i)\b(?:ocean|sea|gulf|strait|bay of|off the coast|aboard|at sea|océano|mar|golfo|estrecho|a bordo|"
    r"flight|vuelo|desert|desierto|river|río)\b"
)
_SMALL_WORDS = "de del la las los el y of the and upon on sur sous au aux am an der do da dos das di e"
_SMALL = frozenset(_SMALL_WORDS.split())


def kind(name: str) -> tuple[str, str] | None:
    """('country' or 'region', the name as it is written in full) of a known name, else None."""
    key = _key(name)
    if key in _EITHER:
        return None
    if key in _regions():
        return "region", _regions()[key]
    return ("country", _countries()[key]) if key in _countries() else None


def read(parts: list[str]) -> tuple[dict[str, str], list[str]]:
    """The fields of 'City', 'City, Region', 'City, Country' or 'City, Region, Country'.

    The second value lists the words that are no place that is known to this module, or that may be two.
    """
    if len(parts) == 1:
        return _single(parts[0])
    fields: dict[str, str] = {"city": cased(parts[0])}
    unknown: list[str] = []
    for part in parts[1:]:
        found = kind(part)
        if found is None or found[0] in fields:
            unknown.append(part)
        else:
            fields[found[0]] = found[1]
    if _WATER.search(parts[0]):
        unknown.insert(0, parts[0])
        del fields["city"]
    return fields, unknown


def _single(name: str) -> tuple[dict[str, str], list[str]]:
    low = name.casefold()
    if _WATER.search(name) or low in _CITY_OR_COUNTRY or low in _EITHER:
        return {}, [name]
    found = kind(name)
    if found and low not in _CITY_STATES and low not in _CITIES:
        return {found[0]: found[1]}, []
    return {"city": cased(name)}, []


def cased(name: str) -> str:
    """A name in capitals as names are written: 'RÍO DE JANEIRO' is 'Río de Janeiro'; others stay."""
    if not name.isupper() or not re.search(r"[AEIOUYÁÉÍÓÚÜ]", name):  # 'CDMX' stays
        return name
    words = re.split(r"([ \-])", name.lower())
    return "".join(word if place and word in _SMALL else _capital(word) for place, word in enumerate(words))


def _capital(word: str) -> str:
    """'d’arc' and "o'hare" have a second capital; 'd.c.' has one at each stop."""
    return re.sub(r"(?:^|(?<=\.)|(?<=\b[^\W\d_]['’]))[^\W\d_]", lambda found: found[0].upper(), word)


def _key(name: str) -> str:
    return re.sub(r"[.\s]+", "", name.replace("’", "'").casefold())


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Keys to names; names without their accents count too, as capitals often lack them."""
    found: dict[str, str] = {}
    for language in ("en", "es"):
        for code, name in Locale(language).territories.items():
            if re.fullmatch(r"[A-Z]{2}", code) and code not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}:
                found.setdefault(_key(name), name)
    for name in _ALSO_COUNTRIES.replace("\n", "|").split("|"):
        if name:
            found.setdefault(_key(name), name)
    return {_bare(key): name for key, name in reversed(found.items())} | found


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    found = {}
    for line in _REGIONS.strip().splitlines():
        names = line.split("|")
        for name in names:
            found[_key(name)] = found[_bare(_key(name))] = names[0]
    return found


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
