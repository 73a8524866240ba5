"""Words in a text that tell who made or gave the picture, and what is only like them."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.descriptions.lint.reading import fold, word_set

_NAME = "(?=[A-ZÁÉÍÓÚÑ@])"
_ATTRIBUTION = re.compile(
    r"(?i:\b(?:courtesy of|cortesía de)\b)|\b[Cc]ourtesy\b(?= [A-Z]|\s*[.)\]]|\s*$)"
    rf"|(?<!^)(?i:\b(?:photo|photograph|image|picture|foto|fotografía|imagen)\s*:\s*){_NAME}"
    rf"|(?i:\b(?:photo|photograph|image|picture|photographed|taken)\s+by\s+){_NAME}"
    rf"|(?i:\b(?:fotografiad[oa]|tomad[oa])\s+por\s+){_NAME}"
    r"|(?i:\b(?:photo |image )?credit\s*:)|(?i:\bcrédito\s*:)|©|\(c\)\s|(?i:\bcopyright\b)"
)
_ONLY_CREDIT = re.compile(
    r"\W*(?i:(?:photo|photograph|image|picture|foto|fotografía|imagen)\s*:)\s*"
    r"(?:[A-ZÁÉÍÓÚÑ@][\w.'’-]*[\s/,]*(?:(?:de|del|la|van|von|y|and)\s+)?){1,5}\W*"
)
_VIA = re.compile(rf"\b(?:[Vv]ia|[Vv]ía|VIA|VÍA)\s+{_NAME}(@?\w[^.,;:()\[\]\n]{{0,60}})")
_APART = re.compile(r"(?:^|[.,;:(\[–—-]\s*|\b(?i:photo|photograph|image|picture|foto|fotografía|imagen)\s+)$")
_ARTICLE = re.compile(r"\b(?i:the|a|la|las|una|esta|nuestra)\s+$")
# Behind "via", the name of a way: a street, or a road of the Romans, the pilgrims or the stars.
_WAY = word_set(
    """
    street st road rd avenue ave boulevard lane bridge tunnel highway route gate canal strait station airport
    stairs calle avenida camino carretera puente túnel ruta puerta canal estrecho estación aeropuerto
    appia aurelia flaminia veneto dolorosa condotti láctea lactea crucis augusta rápida verde blanca sacra
    """
)
_GIVERS = word_set(
    """
    reuters flickr efe ap afp getty wikimedia wikipedia commons instagram facebook twitter x tiktok youtube
    telegram whatsapp pinterest unsplash pexels pixabay shutterstock alamy istock upi dpa xinhua tass epa
    andina notimex télam telam cuartoscuro anadolu magnum smithsonian nasa noaa dvids loc nara images press
    news agency archive archives museum library collection photos photo foto fotos archivo archivos agencia
    prensa biblioteca museo colección hemeroteca fototeca
    """
)
_LABEL = re.compile(
    r"\s*(?:(?:photo(?:graph(?:er|y)?)?s?|images?|pictures?|fotos?|fotograf[íi]as?|fotógraf[oa]|im[áa]gen(?:es)?|"
    r"credits?|créditos?|source|fuente|courtesy|cortesía|copyright|©|\(c\))"
    r"(?:\s+(?:by|of|de|por|credit|courtesy of))?\s*[:.]?\s*){1,3}",
    re.IGNORECASE,
)


def is_only_credit(text: str) -> bool:
    """Whether the text is a label and a name, such as "Photo: Ann Lee", and nothing else."""
    return _ONLY_CREDIT.fullmatch(text) is not None


def attribution(text: str, credit: str, places: Collection[str] = ()) -> str:
    """What in the text tells who made or gave the picture, or ''; quotations are to be left out before.

    "via" leads to a giver where it stands apart, ends in the name of one, or repeats the credit; not
    where a street, a road or one of `places` follows.
    """
    if found := _ATTRIBUTION.search(text) or _ONLY_CREDIT.fullmatch(text):
        return found[0].strip(" .,;:([–—-")
    return _via(text, credit, places) or _credit(text, credit)


def _via(text: str, credit: str, places: Collection[str]) -> str:
    mine = set(fold(credit).split())
    for found in _VIA.finditer(text):
        name = found[1].split()
        words = fold(found[1]).split()
        before = text[max(0, found.start() - 20) : found.start()]
        if _ARTICLE.search(before) or _WAY & {word.lower() for word in name[:4]}:
            continue
        if any(fold(place) and fold(found[1]).startswith(fold(place)) for place in places):
            continue
        giver = bool(_GIVERS & set(words[:4])) or words[0] in mine or _is_acronym(name[0])
        if giver or _APART.search(before):
            return f"{found[0].split()[0]} {' '.join(name[:3])}"
    return ""


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _credit(text: str, credit: str) -> str:
    """The credit line if the text contains it; of one word, or without its label, only where it ends it."""
    mine = fold(credit)
    if not mine:
        return ""
    if " " in mine and f" {mine} " in f" {fold(text)} ":
        return credit
    for name in dict.fromkeys((credit.strip(), _LABEL.sub("", credit, count=1).strip())):
        alone = rf"(?:[(/.,;:–—\[-]\s*|\bby\s+|\bpor\s+){re.escape(name)}\s*[)\].]*\s*$"
        if fold(name) and re.search(alone, text[-2 * len(credit) - 20 :], re.IGNORECASE):
            return name
    return ""
