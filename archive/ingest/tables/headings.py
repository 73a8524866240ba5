"""What the headings of a table mean: ours, those of other programs in English and Spanish, and IPTC's.

A heading is looked up without regard to case, accents, signs and a prefix such as "XMP-dc:". What a
person chose for it on the page of an earlier table, kept with the collection, goes before this table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.catalogue.fields import FIELDS
from archive.descriptions import columns
from archive.descriptions.models import KINDS

# column: headings that mean it, each as `plain` gives it. IPTC's names are those of Photo Metadata 2025.1 and
# of the IIM records that programs still write.
MEANT: dict[str, tuple[str, ...]] = {
    columns.ACCESSION: (
        "accession number", "accession no", "numero de acceso", "numero de registro", "numero de inventario",
    ),
    columns.COLLECTION: ("collection slug", "coleccion"),
    columns.FILE: (
        "file", "filename", "file name s", "image file", "source file", "archivo", "nombre de archivo",
        "nombre del archivo", "fichero",
    ),
    "headline": ("title", "object name", "titulo", "titular"),
    "caption": (
        "caption abstract", "description", "caption description", "image description", "abstract",
        "pie de foto", "pie", "leyenda", "descripcion",
    ),
    "caption_language": ("language", "language of the caption", "idioma", "lengua"),
    "caption_writer": (
        "description writer", "caption writer editor", "writer editor", "autor del pie", "redactor",
    ),
    "date_text": ("date", "date created", "date taken", "fecha", "fecha de creacion", "fecha de toma"),
    "sublocation": ("sub location", "location", "location created", "lugar", "ubicacion"),
    "city": ("ciudad", "localidad"),
    "region": ("state", "province state", "state province", "provincia", "estado", "comunidad"),
    "country": ("country primary location name", "country name", "pais"),
    "country_code": ("country iso code", "country primary location code", "codigo de pais"),
    "shown_sublocation": ("location shown", "location shown sublocation", "lugar mostrado"),
    "shown_city": ("location shown city", "ciudad mostrada"),
    "shown_region": ("location shown province state",),
    "shown_country": ("location shown country name", "pais mostrado"),
    "shown_country_code": ("location shown country code",),
    "content_advisory": ("content warning", "advertencia de contenido"),
    "credit_line": ("credit", "credits", "credito", "linea de credito"),
    "source": ("source supplier", "fuente", "procedencia"),
    "copyright_notice": ("copyright", "rights notice", "aviso de copyright", "derechos de autor"),
    "rights": ("rights statement", "licence", "license", "licencia", "derechos"),
    "usage_terms": ("rights usage terms", "terms of use", "condiciones de uso"),
    "licensor": ("licenciante",),
    "instructions": ("special instructions", "instrucciones"),
    "job_id": ("job identifier", "original transmission reference", "transmission reference"),
    "digital_source_type": ("digitalsourcetype", "tipo de fuente digital"),
    "embargo": ("embargo until", "embargado hasta"),
    "creators": (
        "creator", "byline", "by line", "photographer", "photographers", "author", "artist", "autor",
        "autora", "autores", "fotografo", "fotografa", "fotografos",
    ),
    "people": (
        "person", "persons", "person shown", "persons shown", "person in image", "people shown",
        "persona", "personas", "personas mostradas",
    ),
    "keywords": ("keyword", "subject", "subjects", "tags", "palabras clave", "etiquetas", "temas"),
    # Descriptions without a language in the heading are taken to be in the table's.
    "alt": (
        "alt text", "alternative text", "alt text accessibility", "alttextaccessibility", "alttext",
        "texto alternativo",
    ),
    "long": (
        "long description", "extended description", "extended description accessibility",
        "extdescraccessibility", "ext descr accessibility", "descripcion larga", "descripcion extensa",
    ),
    "transcript": ("transcription", "transcripcion"),
}  # fmt: skip
LEFT_OUT = ""  # what a person chose for a heading whose column does not come in


@dataclass(frozen=True)
class Headings:
    """A table's columns: `taken` has one entry a heading, '' where it does not come in.

    `unknown` lists headings that nothing is known of, `twice` (heading, column) where an earlier heading
    means the same, `assumed` headings of descriptions that were taken to be in the table's language, `left`
    those that somebody chose to leave out.
    """

    titles: tuple[str, ...]
    taken: tuple[str, ...]
    unknown: tuple[str, ...]
    twice: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...]
    left: tuple[str, ...]


def plain(heading: str) -> str:
    """A heading as it is looked up: small letters and digits, single spaces, no accents, no prefix."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\A\s*[\w.-]{1,20}:(?=\S)", "", heading)).casefold()
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", kept))


_OURS = (*FIELDS, columns.ACCESSION, columns.VERSION, columns.COLLECTION)
_BY_HEADING = {word: name for name, words in MEANT.items() for word in (*words, plain(name))} | {
    plain(name): name for name in _OURS
}


def find(heading: str, language: str) -> str:
    """The column that a heading means, '' for none; a description without a language is in `language`."""
    if ours := columns.column(heading):
        return ours
    meant = _BY_HEADING.get(plain(heading), "")
    return f"{meant}[{language}]" if meant in KINDS else meant


def read(titles: Sequence[str], language: str, chosen: Mapping[str, str]) -> Headings:
    """What each heading means; `chosen` are a person's own, {heading: column}, LEFT_OUT among them."""
    wanted = {plain(heading) or heading: name for heading, name in chosen.items()}
    taken: list[str] = []
    unknown, twice, assumed, left = [], [], [], []
    for title in titles:
        key = plain(title) or title
        name = wanted.get(key, "") if key in wanted else find(title, language)
        if key in wanted and not name:
            left.append(title)
        elif name and name in taken:
            twice.append((title, name))
            name = ""
        elif not name and title.strip():
            unknown.append(title)
        elif columns.is_text(name) and not columns.column(title) and key not in wanted:
            assumed.append(title)
        taken.append(name)
    return Headings(tuple(titles), tuple(taken), tuple(unknown), tuple(twice), tuple(assumed), tuple(left))
