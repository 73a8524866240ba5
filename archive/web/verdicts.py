"""What there is to know of a text before it is approved in a list: checks, answers, what readers have now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from archive.descriptions import linting, queues
from archive.descriptions.linting import Checked
from archive.descriptions.models import Description
from archive.descriptions.queues import Item
from archive.web.request import reading


@dataclass(frozen=True)
class Verdict:
    """About one text: `stops` refuse its approval, `open` is the rest that nobody answered.

    `answered` was let stand with a reason; `standing` is the text that readers see now, which approval
    would replace.
    """

    stops: tuple[Checked, ...]
    open: tuple[Checked, ...]
    answered: tuple[Checked, ...]
    standing: Description | None

    @property
    def summary(self) -> str:
        """How much the checks found that nobody answered: “2 warnings, 2 notes”."""
        levels = [one.finding.level for one in (*self.stops, *self.open)]
        told = [_counted(level, levels.count(level)) for level in ("stop", "error", "warning", "note")]
        return ", ".join(filter(None, told)) or _("nothing")


def _counted(level: str, times: int) -> str:
    if not times:
        return ""
    if level == "stop":
        words = ngettext("%(num)s stop", "%(num)s stops", times)
    elif level == "error":
        words = ngettext("%(num)s error", "%(num)s errors", times)
    elif level == "warning":
        words = ngettext("%(num)s warning", "%(num)s warnings", times)
    else:
        words = ngettext("%(num)s note", "%(num)s notes", times)
    return str(words)


def of(found: Sequence[Item]) -> list[Verdict | None]:
    """The verdicts on texts of a list, in its order, with few queries; None for what is no text."""
    whole = list({one.photograph.id: one.photograph for one in found}.values())
    checks = linting.many(reading(), whole) if whole else []
    checked = dict(zip([one.id for one in whole], checks, strict=True))
    standing = queues.standing(reading(), found)
    return [
        _verdict(one.description, checked[one.photograph.id], standing.get(one.description.id))
        if one.description
        else None
        for one in found
    ]


def _verdict(text: Description, checked: Sequence[Checked], standing: Description | None) -> Verdict:
    stops = linting.grave(checked, [text.kind], text.language)
    about = [
        one
        for one in checked
        if one not in stops and (one.finding.field, one.finding.language) == (text.kind, text.language)
    ]
    return Verdict(
        tuple(stops),
        tuple(one for one in about if not one.answer),
        tuple(one for one in about if one.answer),
        standing,
    )
