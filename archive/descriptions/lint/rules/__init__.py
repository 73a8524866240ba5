"""The table of rules, in the order in which the help page teaches them."""

from __future__ import annotations

from archive.descriptions.lint.rules import documentation, form, generic, likeness, presence, tongue, wording
from archive.descriptions.lint.values import Rule

RULES: tuple[Rule, ...] = (
    presence.EMPTY,
    generic.BLANK,
    generic.FILE_NAME,
    generic.PLACEHOLDER,
    generic.OPENS_WITH_IMAGE,
    form.LONG_ALT,
    generic.SHORT_ALT,
    form.MARKUP,
    form.SHOUTING,
    likeness.SAME_AS_CAPTION,
    likeness.CREDIT_IN_ALT,
    likeness.REPEATED_LONG,
    presence.LONG_WITHOUT_ALT,
    likeness.SAME_AS_NEIGHBOUR,
    presence.NEEDS_LONG,
    presence.NEEDS_TRANSCRIPT,
    wording.UNSUPPORTED_NAME,
    wording.IDENTITY,
    wording.DATED_TERM,
    wording.ADVISORY,
    wording.SUBJECTIVE,
    tongue.WRONG_LANGUAGE,
    tongue.SPELLING,
    presence.SUGGESTION,
    documentation.CAPTION_FACTS,
    documentation.CAPTION_SHORT,
    documentation.CAPTION_PEOPLE,
    documentation.NO_CREDIT,
    documentation.NO_RIGHTS,
    documentation.IIM_BYTES,
)
