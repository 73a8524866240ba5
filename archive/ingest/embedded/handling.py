"""Who licenses the picture, on what terms, how it was made, and until when it is held back."""

from __future__ import annotations

from archive import rights
from archive.catalogue import embargoes
from archive.catalogue.checks import clean
from archive.ingest.embedded import tags
from archive.ingest.embedded.draft import Draft, short

# IPTC's list of digital source types (NewsCodes), with the terms that it has retired.
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_LISTED = """
digitalCapture computationalCapture negativeFilm positiveFilm print humanEdits compositeCapture
algorithmicallyEnhanced dataDrivenMedia digitalCreation virtualRecording composite
compositeWithTrainedAlgorithmicMedia compositeSynthetic trainedAlgorithmicMedia algorithmicMedia
screenCapture minorHumanEdits digitalArt softwareImage
"""
_TERMS = _LISTED.split()
_BY_NAME = {term.casefold(): term for term in _TERMS}
_LICENSOR = ("LicensorName", "LicensorURL", "LicensorEmail", "LicensorTelephone1", "LicensorTelephone2")


def read_licensor(draft: Draft) -> None:
    """Names, web addresses, e-mail and telephone of whoever licenses the picture (PLUS), as one text."""
    told = []
    for one in tags.structure(draft.raw, tags.LICENSOR):
        parts = dict.fromkeys(clean(tags.single(one, key, draft.language)) for key in _LICENSOR)
        told.append(", ".join(filter(None, parts)))
    draft.put("licensor", "; ".join(filter(None, dict.fromkeys(told))))


def read_rights(draft: Draft) -> None:
    """The one licence or statement that the file names; of several, none."""
    texts = (text for key in tags.RIGHTS for text in tags.alternatives(draft.raw, key).values())
    found = list(dict.fromkeys(one for text in texts for one in rights.named(text)))
    statement = clean(tags.single(draft.raw, tags.RIGHTS[0], draft.language))
    if len(found) == 1:
        draft.put("rights", found[0].uri)
    elif found:
        listed = ", ".join(one.short for one in found)
        draft.say("conflict", f"The file names several licences: {listed}. None was taken.", "rights")
    elif statement:
        draft.say(
            "web-statement",
            f"The file says that its terms stand at “{short(statement)}”. The archive knows no licence "
            "of that address, so none was taken; it is kept in the metadata as read.",
            "rights",
        )


def check_source_type(draft: Draft) -> None:
    """Say where the digital source type is no address of IPTC's list, with the address it may mean."""
    told = draft.text("digital_source_type")
    term = told.rstrip("/").replace(":", "/").rpartition("/")[2]
    if not told or (told.startswith(SOURCE_TYPES) and told.removeprefix(SOURCE_TYPES) in _TERMS):
        return
    known = _BY_NAME.get(term.casefold(), "")
    meant = f" It may mean “{SOURCE_TYPES}{known}”." if known else ""
    draft.say(
        "source-type",
        f"“{short(told)}” is no address of IPTC's list of digital source types.{meant} It was kept as "
        "it stands.",
        "digital_source_type",
        SOURCE_TYPES + known if known else "",
    )


def find_embargo(draft: Draft) -> None:
    """Say that the instructions speak of an embargo, and until which day, where that can be read."""
    found = embargoes.told(draft.text("instructions"))
    if found is None:
        return
    held = f"The instructions say “{short(found.words)}”."
    if not found.day:
        told = "Until which day was not understood: set the day yourself."
    elif found.later:
        told = (
            f"They name an hour too, and an embargo here ends as a day begins (UTC), so {found.day} is "
            "proposed. Nothing was set yet."
        )
    else:
        told = f"Readers might see it from {found.day} on; nothing was set yet."
    rule = "A record with such instructions and without a day cannot be published."
    draft.say("embargo", f"{held} {told} {rule}", "embargo", found.day)
