"""How much is described: by collection and language, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for
from flask_babel import format_date, format_decimal, format_percent, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from archive.catalogue import collections
from archive.descriptions import coverage
from archive.descriptions.coverage import Coverage, Month, Standing
from archive.descriptions.models import KINDS
from archive.history import Missing
from archive.web import charts, labels
from archive.web.filters import language_name, listed
from archive.web.request import need, page, reading

if TYPE_CHECKING:
    from archive.catalogue.models import Collection

pages = Blueprint("coverage", __name__)
NONE = "uncollected"  # the address of photographs that are in no collection
WHOLE = {"alt": _l("Photographs"), "long": _l("Photographs"), "transcript": _l("With words to read")}


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: a kind of text, and a collection where `one` (None is what is in none)."""

    kind: str
    one: bool = False
    home: Collection | None = None

    def address(self, **changes: Any) -> str:
        """The same page with another kind or collection; defaults stay out of it."""
        slug = (self.home.slug if self.home else NONE) if self.one else ""
        asked = {"collection": slug, "text": self.kind} | changes
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("text", "alt")}
        return url_for("coverage.show", **kept)


@pages.get("/desk/coverage")
def show() -> tuple[str, int]:
    """A sentence, the figures of each language and collection, and a chart with its table."""
    need("describer", "reviewer", "archivist", "administrator")
    chosen = _chosen()
    session = reading()
    found = coverage.of_collection(session, chosen.home) if chosen.one else coverage.of_archive(session)
    languages = list(found.languages) or ["en"]
    drawn = languages[: charts.MOST - 1]
    return page(
        "pages/coverage/show.html",
        found=found,
        chosen=chosen,
        none=NONE,
        kinds=[(kind, labels.TEXT_KINDS[kind]) for kind in KINDS],
        whole=WHOLE[chosen.kind],
        languages=languages,
        summary=summary(found.total, chosen.kind, languages),
        alone=alone(found.total, chosen.kind),
        course=course(found.over_time, chosen.kind, languages),
        left_out=languages[len(drawn) :],
        chart=_chart(found, chosen.kind, drawn),
        chart_name=chart_name,
    )


def _chosen() -> Chosen:
    """What the address asks for; an unknown kind counts as alt text. Raises Missing for a collection."""
    kind, slug = request.args.get("text", ""), request.args.get("collection", "")
    kind = kind if kind in KINDS else "alt"
    if not slug:
        return Chosen(kind)
    home = collections.find(reading(), slug)
    if home is None and slug != NONE:
        raise Missing(slug)
    return Chosen(kind, one=True, home=home)


@pages.app_template_filter("month_words")
def month_words(month: str, form: str = "MMMM y") -> str:
    """A month YYYY-MM as people write it."""
    try:
        return str(format_date(date.fromisoformat(f"{month}-01"), form))
    except ValueError:
        return month


@pages.app_template_filter("share")
def share(part: int, whole: int) -> str:
    """How many of a whole: “12 (60%)”; 100% is all of them and nothing less, 0% is none at all."""
    number = str(format_decimal(part))
    if not whole:
        return number
    hundredth = min(part, whole) * 100 // whole
    if part and not hundredth:
        return str(_("%(number)s (under %(percent)s)", number=number, percent=format_percent(0.01)))
    return f"{number} ({format_percent(hundredth / 100)})"


def summary(total: Standing, kind: str, languages: Sequence[str]) -> str:
    """How things stand today, in one sentence; empty where there is nothing to count."""
    whole = total.whole(kind)
    if not whole:
        return ""
    parts = listed(
        _("%(share)s in %(language)s", share=share(total.of(kind, one), whole), language=language_name(one))
        for one in languages
    )
    values = {"whole": format_decimal(whole), "parts": parts}
    if kind == "transcript":
        return str(
            ngettext(
                "Of %(whole)s photograph that readers may see and in which words can be read, an approved "
                "transcript is there for %(parts)s.",
                "Of %(whole)s photographs that readers may see and in which words can be read, an approved "
                "transcript is there for %(parts)s.",
                whole,
                **values,
            )
        )
    if kind == "long":
        return str(
            ngettext(
                "Of %(whole)s photograph that readers may see, an approved long description is there for "
                "%(parts)s.",
                "Of %(whole)s photographs that readers may see, an approved long description is there for "
                "%(parts)s.",
                whole,
                **values,
            )
        )
    return str(
        ngettext(
            "Of %(whole)s photograph that readers may see, an approved alt text is there for %(parts)s.",
            "Of %(whole)s photographs that readers may see, an approved alt text is there for %(parts)s.",
            whole,
            **values,
        )
    )


def alone(total: Standing, kind: str) -> str:
    """How many of the counted texts nobody but their author checked; empty where all were."""
    number = sum(total.unchecked[kind].values())
    if not number:
        return ""
    return str(
        ngettext(
            "%(number)s of these texts was not checked by a second person.",
            "%(number)s of these texts were not checked by a second person.",
            number,
            number=format_decimal(number),
        )
    )


def course(over_time: Sequence[Month], kind: str, languages: Sequence[str]) -> str:
    """How the figures went, in one sentence; of a single month, that there is no more yet."""
    if len(over_time) < 2:  # noqa: PLR2004 - from one month to another
        return str(_("There is one month so far, so there is no chart yet; it begins with the second month."))
    then, now = over_time[-min(len(over_time), 13)], over_time[-1]
    parts = listed(
        _(
            "from %(before)s to %(after)s in %(language)s",
            before=format_decimal(then.standing.of(kind, one)),
            after=format_decimal(now.standing.of(kind, one)),
            language=language_name(one),
        )
        for one in languages
    )
    return str(
        _(
            "%(text)s, from the end of %(then)s until now: %(parts)s.",
            text=labels.TEXT_KINDS[kind],
            then=month_words(then.month),
            parts=parts,
        )
    )


def _chart(found: Coverage, kind: str, languages: Sequence[str]) -> charts.Chart | None:
    """The lines of the whole and of these languages; None where nothing is counted, or one month alone."""
    if not found.total.whole(kind) or len(found.over_time) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    steps = [one.standing for one in found.over_time]
    lines = [charts.Line(str(WHOLE[kind]), [one.whole(kind) for one in steps])]
    lines += [charts.Line(language_name(code), [one.of(kind, code) for one in steps]) for code in languages]
    return charts.chart([month_words(one.month, "MMM y") for one in found.over_time], lines)


def chart_name(drawn: charts.Chart, kind: str, over_time: Sequence[Month]) -> str:
    """What those hear who do not see the chart: what it shows, and the first and last figure of each line."""
    lines = listed(
        _(
            "%(name)s from %(first)s to %(last)s",
            name=line.name,
            first=format_decimal(line.first),
            last=format_decimal(line.last),
        )
        for line in drawn.lines
    )
    return str(
        _(
            "Line chart of %(text)s by month, %(first)s to %(last)s: %(lines)s. The table below it has every "
            "month.",
            text=labels.TEXT_KINDS[kind],
            first=month_words(over_time[0].month),
            last=month_words(over_time[-1].month),
            lines=lines,
        )
    )
