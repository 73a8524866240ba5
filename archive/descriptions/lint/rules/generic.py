"""Rules on texts that say nothing: blank, a file's name, a placeholder, too short, "image of"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.config import message
from archive.descriptions.lint.attribution import is_only_credit
from archive.descriptions.lint.examples import alts
from archive.descriptions.lint.reading import (
    SPOKEN,
    UNSPACED,
    WORD,
    base,
    fold,
    is_blank,
    pieces,
    short,
    unquoted,
)
from archive.descriptions.lint.values import Finding, Rule, Subject

_LONGEST_NAME = 200  # characters of a text that may be one name or one generic word
_SHORT = 10  # characters; half of that where writing has no spaces
_EXTENSION = re.compile(
    r"(?<=[\w)-])\.(?:jpe?g|jp2|png|tiff?|gif|webp|heic|avif|bmp|cr2|nef|dng|psd|svg|pdf|mp4|mov)\b",
    re.IGNORECASE,
)
_STEM = re.compile(r"[\w()-]+\Z")
_CAMERA = re.compile(
    r"\b_?(?:DSC[NF]?|IMG|_?MG|PXL|GOPR|MVC|CIMG|PICT|DJI|VID|SCAN|Screenshot|Captura)[ _-]?\d{3,}\w*"
    r"|\bP\d{7}\b|\b(?:DSC|IMG|PXL)_\w+"
    # In any case; but "scan 100 pages" and "vid" are words, so those must stand alone or joined.
    r"|(?i:\b_?(?:dsc[nf]?|img|_mg|pxl|gopr|mvc|cimg|pict|dji)[ _-]?\d{3,}\w*)"
    r"|(?i:\b(?:vid|scan|screenshot|captura)[_-]?\d{3,}\w*|^(?:vid|scan|screenshot|captura) \d{3,}$)"
)
_MAKER = re.compile(r"(?:olympus|sony|kodak|samsung|nikon) (?:digital (?:still )?camera|dsc|camera pictures)")
_HASH = re.compile(r"[0-9a-f]{12,}|[0-9a-f]{8}(?: [0-9a-f]{4}){3} [0-9a-f]{12}")
_JOINED = re.compile(r"[\w()-]*_[\w()-]*")
_EMPTY_WORDS = frozenset(
    """
    image|images|photo|photos|photograph|picture|pictures|pic|graphic|icon|logo|thumbnail
    illustration|untitled|no title|tbd|tba|tbc|todo|to do|to be done|to be written|to follow
    alt|alt text|alternative text|alt tag|text|description|image description|no description
    caption|no caption|insert alt text|add alt text|alt text here|insert alt text here
    insert description here|describe this|n a|na|none|null|undefined|unknown|placeholder|test
    spacer|blank|empty|xxx|lorem ipsum|photo to follow|decorative|see caption|as above|same
    coming soon|imagen|imágenes|foto|fotos|fotografía|fotografia|gráfico|ilustración
    sin título|sin titulo|pendiente|por hacer|por describir|por definir|texto alternativo
    descripción|descripcion|sin descripción|pie de foto|sin pie|texto|prueba|ninguno|ninguna
    nada|s n|s d|n d|desconocido|icono|miniatura|ver pie de foto|ídem|vacío
    """.replace("\n", "|").split("|")
)
_PLACEHOLDERS = frozenset(fold(word) for word in _EMPTY_WORDS if word.strip())
# The same in more words, folded: "no description available", "texto alternativo pendiente".
_UNWRITTEN = re.compile(
    r"(?:(?:an?|the|this|your|some|no|missing|untitled|unnamed|unknown|generic|default|sample|insert|add|"
    r"enter|write|type|need|needs) )*"
    r"(?:alt(?:ernative)?(?: texts?| tag| attribute)?|"
    r"(?:image |photo |picture )?(?:description|caption|title)|images?|photos?|photographs?|pictures?|text)"
    r"(?: (?:is |was |has been |has |are )?(?:not )?(?:yet )?"
    r"(?:available|unavailable|provided|supplied|given|written|"
    r"goes here|here|to come|to follow|to be (?:added|written|done)|pending|missing|needed|required|"
    r"tbd|tba|tbc|todo|coming soon|placeholder|untitled|without (?:a )?title|no title))*"
    r"|(?:(?:el|la|un|una|su|tu|esta|este|sin|no hay|falta|faltan|insertar|inserte|anadir|anada|agregar|"
    r"agregue|escribir|escriba|poner|ponga) )*"
    r"(?:texto(?: alternativo| alt)?|alt|descripcion(?: de (?:la )?(?:imagen|foto|fotografia))?|"
    r"imagen|foto|fotografia|pie(?: de foto)?|leyenda|titulo)"
    r"(?: (?:esta |queda )?(?:pendiente|sin (?:titulo|descripcion|texto(?: alternativo)?|leyenda)|"
    r"va aqui|aqui|no disponible|por (?:hacer|anadir|escribir|describir|definir|completar)|"
    r"en preparacion|de prueba|"
    r"de muestra|vacio|vacia|generico|generica|desconocido|desconocida))*"
)
_NUMBERED = re.compile(r"(?: (?:no|nr|n|number|número))? ?\d+$")
_OPENING = {
    "en": re.compile(
        r"\W*(?:(?:this|here) is )?(?:an? |the |this |one )?"
        r"(?:(?:black[- ]and[- ]white|b&w|colou?r(?:ed)?|old|vintage|close-?up|digital|small|large|"
        r"blurr(?:y|ed)|faded|historic(?:al)?|archival|sepia|framed)[ ,]+){0,3}"
        r"(?:(?:image|photo|photograph|picture|pic|snapshot|snap)s? ?:|"
        r"(?:image|photo|photograph|picture|pic|snapshot|snap)s?,? (?:taken |shot |made |captured )?"
        r"(?:of|showing|shows|depicting|depicts|with|in which|where|that shows|which shows)\b)",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\W*(?:(?:esta|esto) es )?(?:en )?(?:una |la |esta |las |unas )?"
        r"(?:(?:antigua|vieja|pequeña|gran) )?(?:im[áa]gen|foto|fotograf[íi]a|instant[áa]nea)(?:es|s)?"
        r"(?: ?:|"
        r"(?:,? (?:antigua|hist[óo]rica|en blanco y negro|en color|a color|de archivo|borrosa)){0,2}"
        r",? (?:(?:tomada|hecha|sacada|captada) (?:a|al|en)\b|"
        r"(?:(?:tomada|hecha|sacada|captada) )?"
        r"(?:de|del|que muestra|muestra|muestran|mostrando|con|donde|en la que|en la cual|se ven?|"
        r"se observan?|aparecen?)\b))",
        re.IGNORECASE,
    ),
}
_MEDIUM = re.compile(
    r"\b(?:drawings?|posters?|negatives?|prints?|engravings?|etchings?|paintings?|maps?|charts?|diagrams?|"
    r"screenshots?|x-rays?|satellite|infrared|daguerreotypes?|tintypes?|cyanotypes?|stereographs?|lithographs?|"
    r"hand-colou?red|collages?|cartoons?|slides?|photographs?|"
    r"dibujos?|carteles|cartel|negativos?|grabados?|pinturas?|cuadros?|mapas?|gráficos?|diagramas?|radiografías?|"
    r"satélite|daguerrotipos?|ferrotipos?|cianotipos?|litografías?|coloreadas?|viñetas?|diapositivas?|"
    r"fotografías)\b",
    re.IGNORECASE,
)
_AFTER = 20  # characters after the opening in which the thing pictured is named


@lru_cache(maxsize=64)
def file_name_in(text: str) -> str:
    """A file's name or a camera's default text that stands in a text, or ''."""
    text = text.strip()
    folded = fold(text) if len(text) <= _LONGEST_NAME else ""
    if _MAKER.fullmatch(folded) or _HASH.fullmatch(folded):
        return text
    if folded and _JOINED.fullmatch(text):
        return text
    plain = unquoted(text)
    if ending := _EXTENSION.search(plain):
        stem = _STEM.search(plain, max(0, ending.start() - _LONGEST_NAME), ending.start())
        return f"{stem[0] if stem else ''}{ending[0]}"
    found = _CAMERA.search(plain)
    return found[0] if found else ""


def is_placeholder(text: str) -> bool:
    """Whether a text is nothing but a generic word, with or without a number."""
    folded = fold(text) if len(text) <= _LONGEST_NAME else ""
    if folded in _PLACEHOLDERS or _UNWRITTEN.fullmatch(folded):
        return True
    plain = _NUMBERED.sub("", folded)
    return plain != folded and (plain in _PLACEHOLDERS or _UNWRITTEN.fullmatch(plain) is not None)


def says_nothing(text: str, language: str) -> bool:
    """Whether a graver rule already says that this text was never written."""
    return is_blank(text) or bool(file_name_in(text)) or (base(language) in SPOKEN and is_placeholder(text))


def _blank(subject: Subject) -> Iterator[Finding]:
    for one in subject.texts:
        if one.text and is_blank(one.text):
            text = message(
                "This text holds only spaces or punctuation. Some screen readers announce it as if there "
                "were something to hear. Write what is seen, or leave the field empty."
            )
            yield Finding("blank", "error", one.kind, one.language, text, judged=one.text)


def _file_name(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", "headline", "caption"):
        if found := file_name_in(one.text):
            text = message(
                "“%(name)s” is a file's name or a camera's default text; read aloud it means nothing. "
                "Write what the picture shows instead."
            )
            yield Finding(
                "file-name", "error", one.field, one.language, text, {"name": short(found)}, judged=one.text
            )


def _placeholder(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt", "long", "caption", spoken=SPOKEN):
        if is_placeholder(one.text):
            text = message(
                "“%(text)s” stands where a text should be and tells nobody anything. Write what is seen."
            )
            yield Finding(
                "placeholder",
                "error",
                one.field,
                one.language,
                text,
                {"text": short(one.text)},
                judged=one.text,
            )


def _opens_with_image(subject: Subject) -> Iterator[Finding]:
    if subject.kind != "photograph":
        return
    for one in pieces(subject, "alt", "long", spoken=SPOKEN):
        found = _OPENING[base(one.language)].match(one.text)
        if not found or (found[0].endswith(":") and is_only_credit(one.text)):
            continue
        if not _MEDIUM.search(one.text, found.end(), found.end() + _AFTER):
            text = message(
                "It begins “%(opening)s”, but the screen reader has already said “image”. Begin with what is "
                "seen. Name the medium only where it matters, as with a drawing or a poster."
            )
            values = {"opening": short(found[0])}
            yield Finding(
                "opens-with-image", "warning", one.field, one.language, text, values, judged=one.text
            )


def _short_alt(subject: Subject) -> Iterator[Finding]:
    for one in pieces(subject, "alt"):
        if says_nothing(one.text, one.language):
            continue
        unspaced = UNSPACED.search(one.text) is not None
        words, size = len(WORD.findall(one.text)), len(one.text.strip())
        if size < (_SHORT // 2 if unspaced else _SHORT) or (words <= 1 and not unspaced):
            text = message(
                "The alt text “%(text)s” says too little to tell this picture from another. Say who or what "
                "is seen, doing what, and where."
            )
            yield Finding(
                "short-alt", "warning", "alt", one.language, text, {"text": short(one.text)}, judged=one.text
            )


BLANK = Rule(
    code="blank",
    levels=("error",),
    title=message("Only spaces or punctuation"),
    why=message("Some screen readers announce it as if there were something to hear."),
    do=message("Write what is seen, or leave the field empty."),
    source="W3C WAI, tips and tricks for images",
    languages=(),
    fields=("alt", "long", "transcript"),
    examples=(
        *alts("en", ("A bicycle leans against a white wall.",), ("…", " - ")),
        *alts("es", ("Una bicicleta apoyada en una pared blanca.",), ("…", " - ")),
    ),
    check=_blank,
)
FILE_NAME = Rule(
    code="file-name",
    levels=("error",),
    title=message("A file's name"),
    why=message("Read aloud, a file's name is a row of letters and figures without meaning."),
    do=message("Write what the picture shows."),
    source="WCAG 2.2, failure F30; department-of-veterans-affairs/va.gov-cms issues 15435 and 15975",
    languages=(),
    fields=("alt", "long", "headline", "caption"),
    examples=(
        *alts(
            "en",
            ("A sign above the counter reads “photos.jpg printed here”.",),
            ("DSC_0042", "market-hall.jpg", "IMG 2041 of the market hall", "market_hall_final", "img 2041"),
        ),
        *alts(
            "es",
            ("Sobre el mostrador, un letrero dice «imprimimos su foto.jpg».",),
            ("DSC_0042", "mercado-central.jpg", "IMG 2041 del mercado", "mercado_final", "scan0001"),
        ),
    ),
    check=_file_name,
)
PLACEHOLDER = Rule(
    code="placeholder",
    levels=("error",),
    title=message("A generic word instead of a text"),
    why=message("It was put there so that the field is not empty, and tells nobody anything."),
    do=message("Write what is seen."),
    source="WCAG 2.2, failure F30",
    languages=SPOKEN,
    fields=("alt", "long", "caption"),
    examples=(
        *alts(
            "en",
            ("An untitled book lies open on a desk.",),
            ("Image", "untitled", "TBD", "Alt text goes here", "Photo 3", "No description available"),
        ),
        *alts(
            "es",
            ("Un libro sin título, abierto sobre una mesa.",),
            ("Imagen", "sin título", "Pendiente", "Texto alternativo pendiente", "Foto 3"),
        ),
    ),
    check=_placeholder,
)
OPENS_WITH_IMAGE = Rule(
    code="opens-with-image",
    levels=("warning",),
    title=message("Begins with “image of” or “photo of”"),
    why=message("The screen reader has already said “image”; the words delay what matters."),
    do=message("Begin with what is seen. Name the medium only where it matters."),
    source="W3C WAI, tips and tricks for images",
    languages=SPOKEN,
    fields=("alt", "long"),
    examples=(
        *alts(
            "en",
            (
                "A ferry leaves the pier at dusk.",
                "Photograph of a poster: a hand holds up a hammer.",
                "A cook looks at a picture of a ship.",
            ),
            (
                "Image of a ferry leaving the pier.",
                "A black-and-white photo of a ferry at a pier.",
                "Image: a red door in a wall.",
            ),
        ),
        *alts(
            "es",
            (
                "Un transbordador sale del muelle al anochecer.",
                "Fotografía de un cartel: una mano levanta un martillo.",
                "Alguien mira una foto de un barco.",
            ),
            (
                "Imagen de un transbordador en el muelle.",
                "En la foto se ve un transbordador junto al muelle.",
                "Foto: una puerta roja en un muro.",
            ),
        ),
    ),
    check=_opens_with_image,
)
SHORT_ALT = Rule(
    code="short-alt",
    levels=("warning",),
    title=message("Too short to say anything"),
    why=message("A word or two cannot tell this picture from another."),
    do=message("Say who or what is seen, doing what, and where."),
    source="department-of-veterans-affairs/va.gov-cms issue 15975",
    languages=(),
    fields=("alt",),
    examples=(
        *alts("en", ("A lighthouse stands on a bare rock in rough sea.",), ("Lighthouse", "The sea")),
        *alts("es", ("Un faro sobre una roca desnuda, en mar agitado.",), ("Embarcadero", "El mar")),
    ),
    check=_short_alt,
)
