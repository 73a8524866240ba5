"""Telling an organisation's name from a person's, as far as the words themselves say it."""

from __future__ import annotations

import re

# Parts of words, so that "Rijksmuseum" and "Nationalgalerie" are known too; English, Spanish,
# French and German.
_INSIDE = (
    "museum",
    "galer",
    "biblioth",
    "bibliotec",
    "archiv",
    "universi",
    "institut",
    "ministe",
    "fotothek",
)
_LISTED = """
agence agencia agency air army assembly association authority board bureau center centre church city
club co coast colección collection college comisión comité commission committee company corp
corporation council county court department embassy firm force força foundation fuerza fundación
gallery gmbh gobierno government group grupo guard hospital house images inc institución library
limited llc ltd marines media ministry municipal museo musée naval navy network news newspaper
noticias observatory office oficina organización organization palacio parlamento parliament party
periódico photos pictures police policía prensa presidencia press publishing radio real school
secretaria secretaría service servicio sociedad society staff state studio studios television
televisión times trust union united university
casa comunicación comunicaciones communications diario federal nacional naciones national nations
presidencial roja
"""
_WORDS = frozenset(_LISTED.split())
_JOINING = "da de del den der di do dos du el la las le los van von zu bin ibn al y e"
_PARTICLES = frozenset(_JOINING.split())
_MOST_NAMES = 5


def is_organisation(name: str) -> bool:
    """Whether a name reads as an organisation's: by its words, an opening 'The', or bare initials."""
    words = re.findall(r"[^\W_]+", name.casefold())
    if any(word in _WORDS or any(part in word for part in _INSIDE) for word in words):
        return True
    return name.startswith("The ") or re.fullmatch(r"[A-Z]{2,}(?:[/ ][A-Z]{2,})*", name.strip()) is not None


def is_person(name: str) -> bool:
    """Whether a name reads as a person's: two to five capitalised words, particles apart, no organisation."""
    words = name.split()
    if not 1 < len(words) <= _MOST_NAMES or is_organisation(name) or re.search(r"\d", name):
        return False
    return (
        all(word.casefold() in _PARTICLES or word[0].isupper() for word in words) and words[-1][0].isupper()
    )
