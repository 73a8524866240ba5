"""Rules on the record around the picture: caption, credit, rights, and what fits into a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.config import message
from archive.descriptions.lint import facts
from archive.descriptions.lint.examples import caption, case
from archive.descriptions.lint.reading import SPOKEN, UNSPACED, WORD, listed
from archive.descriptions.lint.rules.generic import says_nothing
from archive.descriptions.lint.values import Finding, Rule, Subject, together

_LEAST_SIGNS, _LEAST_WORDS = 30, 5
_IIM = {"headline": 256, "creators": 32, "credit_line": 32, "copyright_notice": 128}  # bytes
_CUT = {
    "headline": message(
        "Older programs will cut this headline short after %(letters)s letters. Newer ones show all of it, "
        "and so does the archive. If you can, write it shorter."
    ),
    "creators": message(
        "Older programs will cut the name of a creator short after %(letters)s letters: %(values)s. Newer "
        "ones show all of it, and so does the archive. If there is a shorter form of the name, use that."
    ),
    "credit_line": message(
        "Older programs will cut this credit short after %(letters)s letters. Newer ones show all of it, "
        "and so does the archive. If you can, write it shorter, the maker's name first."
    ),
    "copyright_notice": message(
        "Older programs will cut this copyright notice short after %(letters)s letters. Newer ones show all "
        "of it, and so does the archive. If you can, write it shorter, the holder's name first."
    ),
}
_FACTS = {
    "who": message("who or what is shown"),
    "where": message("where"),
    "when": message("when"),
}
_ORDER = re.compile(
    r"\b(?:left|right|centre|center|middle|front|back|rear|row|top|bottom|foreground|background|clockwise|seated|"
    r"standing|above|below|izq(?:uierda|uierdo)?|derech[ao]|dcha|centro|medio|fila|delante|detrás|arriba|abajo|"
    r"primer (?:plano|término)|fondo|sentad[oa]s?|de pie)\b",
    re.IGNORECASE,
)
_PEOPLE = 2  # from which order matters


def _caption_facts(subject: Subject) -> Iterator[Finding]:
    if says_nothing(subject.caption, subject.caption_language) and subject.caption.strip():
        return
    lacking = facts.missing(subject)
    if lacking:
        text = message(
            "Neither the caption nor the record says: %(facts)s. Readers need who or what, where and when. "
            "Add it; an estimate such as “about 1950” is better than nothing. If nobody knows, say so in "
            "the reason."
        )
        named = "; ".join(_FACTS[fact] for fact in lacking)
        given = (subject.date_text, subject.edtf, *subject.people, *subject.places)
        judged = together(subject.caption, *given)
        yield Finding(
            "caption-facts",
            "warning",
            "caption",
            subject.caption_language,
            text,
            {"facts": named},
            judged=judged,
        )


def _caption_short(subject: Subject) -> Iterator[Finding]:
    text = subject.caption.strip()
    if not text or says_nothing(text, subject.caption_language):
        return
    unspaced = UNSPACED.search(text) is not None
    words = len(WORD.findall(text))
    if (len(text) < _LEAST_SIGNS or words < _LEAST_WORDS) and not (
        unspaced and len(text) >= _LEAST_SIGNS // 2
    ):
        why = message(
            "The caption has %(words)s words and %(signs)s characters; it can hardly tell who, what, where, "
            "when and why. Say more about what the picture documents."
        )
        values = {"words": str(words), "signs": str(len(text))}
        yield Finding(
            "caption-short", "warning", "caption", subject.caption_language, why, values, subject.caption
        )


def _caption_people(subject: Subject) -> Iterator[Finding]:
    if len(subject.people) >= _PEOPLE and subject.caption.strip() and not _ORDER.search(subject.caption):
        text = message(
            "%(count)s people are named and nothing tells who is who. Add their order to the caption, such "
            "as “from left”."
        )
        values = {"count": str(len(subject.people))}
        judged = together(subject.caption, *subject.people)
        yield Finding("caption-people", "note", "caption", subject.caption_language, text, values, judged)


def _no_credit(subject: Subject) -> Iterator[Finding]:
    if not subject.credit_line.strip():
        text = message(
            "There is no credit line. To name the maker is the law in most countries, so the photograph "
            "cannot be published without. Write the credit as it is to be printed; “Unknown photographer” "
            "is a credit too."
        )
        yield Finding("no-credit", "stop", "credit_line", "", text, judged=subject.credit_line)


def _no_rights(subject: Subject) -> Iterator[Finding]:
    if not subject.rights.strip():
        text = message(
            "There is no rights statement, so nobody knows what they may do with the photograph. Choose one; "
            "“Copyright Not Evaluated” says honestly that nobody has looked yet."
        )
        yield Finding("no-rights", "error", "rights", "", text, judged=subject.rights)


def _iim_bytes(subject: Subject) -> Iterator[Finding]:
    # Nothing is lost in the archive itself: it becomes a warning when a file is made to hand out.
    level = "warning" if subject.downloading else "note"
    for field, limit in _IIM.items():
        given = getattr(subject, field)
        cut = [value for value in ((given,) if isinstance(given, str) else given) if _size(value) > limit]
        if cut:
            values = {"letters": str(min(_kept(value, limit) for value in cut)), "values": listed(cut)}
            yield Finding("iim-bytes", level, field, "", _CUT[field], values, judged=together(*cut))


def _size(value: str) -> int:
    return len(value.encode("utf-8", "surrogatepass"))


def _kept(value: str, limit: int) -> int:
    """How many of its letters are left where the value is cut after `limit` bytes of UTF-8."""
    return len(value.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore"))


CAPTION_FACTS = Rule(
    code="caption-facts",
    levels=("warning",),
    title=message("Who or what, where or when is missing"),
    why=message("A photograph without these three facts documents nothing."),
    do=message("Add the fact to the caption or to the record's own fields; an estimated date is a date."),
    source="AP, the cutline formula",
    languages=(),
    fields=("caption",),
    examples=(
        caption(
            "en", "Dockers unload bananas at Callao, Peru, in May 1962.", passes=True, edtf="", places=()
        ),
        caption("en", "Dockers unload bananas from a steamer.", passes=True),
        caption("en", "Dockers unload bananas from a steamer.", passes=False, edtf="", places=()),
        caption("en", "At Callao, near Lima, Peru, on 12 May 1962.", passes=False),
        caption(
            "es", "Estibadores descargan plátanos en el Callao, Perú, en mayo de 1962.", passes=True, edtf=""
        ),
        caption("es", "Estibadores descargan plátanos de un vapor.", passes=True),
        caption("es", "Estibadores descargan plátanos de un vapor.", passes=False, edtf="", places=()),
        caption("es", "En el Callao, cerca de Lima, Perú, el 12 de mayo de 1962.", passes=False),
    ),
    check=_caption_facts,
)
CAPTION_SHORT = Rule(
    code="caption-short",
    levels=("warning",),
    title=message("The caption is very short"),
    why=message("Under thirty characters or five words, it cannot tell who, what, where, when and why."),
    do=message("Say more about what the picture documents."),
    source="Guardian Grid",
    languages=(),
    fields=("caption",),
    examples=(
        caption("en", "Dockers unload bananas from a steamer in Callao.", passes=True),
        caption("en", "Dockers at work", passes=False),
        caption("es", "Estibadores descargan plátanos de un vapor en el Callao.", passes=True),
        caption("es", "Estibadores trabajando", passes=False),
    ),
    check=_caption_short,
)
CAPTION_PEOPLE = Rule(
    code="caption-people",
    levels=("note",),
    title=message("Several people, and nothing tells who is who"),
    why=message("Names without an order cannot be matched with faces, by anybody."),
    do=message("Add an order to the caption, such as “from left”."),
    source="AP, the cutline formula",
    languages=SPOKEN,
    fields=("caption",),
    examples=(
        *(
            caption(language, text, passes=passes, people=("Elena Ortiz", "Juan Paz"))
            for language, text, passes in (
                ("en", "Elena Ortiz, left, and Juan Paz weigh oranges at the market.", True),
                ("en", "Elena Ortiz and Juan Paz weigh oranges at the market.", False),
                ("es", "Elena Ortiz, a la izquierda, y Juan Paz pesan naranjas en el mercado.", True),
                ("es", "Elena Ortiz y Juan Paz pesan naranjas en el mercado.", False),
            )
        ),
    ),
    check=_caption_people,
)
NO_CREDIT = Rule(
    code="no-credit",
    levels=("stop",),
    title=message("No credit line"),
    why=message(
        "To name the maker is the law in most countries; the photograph cannot be published without."
    ),
    do=message("Write the credit as it is to be printed."),
    source="Guardian Grid",
    languages=(),
    fields=("credit_line",),
    examples=(
        case("en", "Rosa Díaz / City Archive", passes=True),
        case("en", "(no credit line)", passes=False, credit_line=""),
        case("es", "Rosa Díaz / Archivo Municipal", passes=True),
        case("es", "(sin línea de crédito)", passes=False, credit_line=""),
    ),
    check=_no_credit,
)
NO_RIGHTS = Rule(
    code="no-rights",
    levels=("error",),
    title=message("No rights statement"),
    why=message("Nobody knows what they may do with the photograph."),
    do=message("Choose a statement; “Copyright Not Evaluated” says honestly that nobody has looked yet."),
    source="RightsStatements.org",
    languages=(),
    fields=("rights",),
    examples=tuple(
        case(language, shown, passes=bool(uri), rights=uri)
        for language, shown, uri in (
            ("en", "Copyright Not Evaluated", "http://rightsstatements.org/vocab/CNE/1.0/"),
            ("en", "(no rights statement)", ""),
            ("es", "Derechos de autor no evaluados", "http://rightsstatements.org/vocab/CNE/1.0/"),
            ("es", "(sin declaración de derechos)", ""),
        )
    ),
    check=_no_rights,
)
IIM_BYTES = Rule(
    code="iim-bytes",
    levels=("note", "warning"),
    title=message("Longer than older programs can show"),
    why=message("Older programs cut it off without a word, so that half a name or half a licence is left."),
    do=message(
        "If you can, keep a creator's name and the credit within 32 letters, the copyright notice within "
        "128 and the headline within 256; letters with accents count as two."
    ),
    source="IPTC Photo Metadata TechReference 2025.1",
    languages=(),
    fields=("headline", "creators", "credit_line", "copyright_notice"),
    examples=(
        case("en", "Rosa Díaz / City Archive", passes=True, downloading=True),
        case(
            "en",
            "Rosa Díaz / Photographic Archive of the City",
            passes=False,
            credit_line="Rosa Díaz / Photographic Archive of the City",
            downloading=True,
        ),
        case("es", "Rosa Díaz / Archivo Municipal", passes=True, downloading=True),
        case(
            "es",
            "Rosa Díaz / Archivo Fotográfico de la Ciudad",
            passes=False,
            credit_line="Rosa Díaz / Archivo Fotográfico de la Ciudad",
            downloading=True,
        ),
    ),
    check=_iim_bytes,
)
