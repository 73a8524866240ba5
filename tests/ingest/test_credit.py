"""Credits at the ends of captions: styles that are taken off, and story text that stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import sheets
from archive.ingest.sheets import credit


def one(caption: str, language: str = "en") -> sheets.Line:
    """The only line of a made sheet."""
    found = sheets.read(f"A title\n{caption}\n".encode(), language)
    assert len(found.lines) == 1
    return found.lines[0]


# caption as it stands | language | caption without credit | credit line | creators | copyright notice
CREDITS = """
A man walks home. via Acme Agency | en | A man walks home. | Acme Agency | |
"We walk," he said. via Acme Agency | en | "We walk," he said. | Acme Agency | |
“We walk!” via Acme Agency | en | “We walk!” | Acme Agency | |
A man walks, Lima, 2024 via Acme Agency | en | A man walks, Lima, 2024 | Acme Agency | |
A man walks. Via the Associated Press | en | A man walks. | the Associated Press | |
A man walks home. (Photo by Jane Roe) | en | A man walks home. | Jane Roe | Jane Roe |
A man walks home. (Photo by Jane Roe/Acme) | en | A man walks home. | Jane Roe/Acme | Jane Roe |
Walking. (Photo by Jo Roe and Juan de Paz) | en | Walking. | Jo Roe and Juan de Paz | Jo Roe; Juan de Paz |
A man walks home. (Photo by U.S. Navy) | en | A man walks home. | U.S. Navy | |
A man walks. (Photo by Jane Roe via Getty Images) | en | A man walks. | Jane Roe via Getty Images | Jane Roe |
A man walks home. (Photo by Jane Roe) via Acme | en | A man walks home. | Jane Roe via Acme | Jane Roe |
A man walks home. Photo by Jane Roe. | en | A man walks home. | Jane Roe | Jane Roe |
A man walks home. (Photo: Acme) | en | A man walks home. | Acme | |
A man walks home. (Photo credit: Acme) | en | A man walks home. | Acme | |
A man walks home. Photograph: Jane Roe/The Post | en | A man walks home. | Jane Roe/The Post | Jane Roe |
A man walks home Photo: Acme Inc. | en | A man walks home | Acme Inc. | |
A man walks home | Photo: Acme | en | A man walks home | Acme | |
A man walks home. © Acme | en | A man walks home. | Acme | | © Acme
A man walks home. © 2024 Acme | en | A man walks home. | Acme | | © 2024 Acme
A man walks home. (© 2024 Jane Roe) | en | A man walks home. | Jane Roe | | © 2024 Jane Roe
A man walks home. Credit: Acme | en | A man walks home. | Acme | |
A man walks home. Courtesy of Acme Museum | en | A man walks home. | Acme Museum | |
A man walks home. (Courtesy of Acme Museum) | en | A man walks home. | Acme Museum | |
A man walks home. Photo courtesy of the Acme Museum | en | A man walks home. | the Acme Museum | |
A man walks home. (AP Photo/Jane Roe) | en | A man walks home. | AP Photo/Jane Roe | Jane Roe |
A man walks home. (AP Photo/Jane Roe, File) | en | A man walks home. | AP Photo/Jane Roe, File | Jane Roe |
A man walks home. (AP Photo) | en | A man walks home. | AP Photo | |
A man walks home. (Jane Roe/AFP) | en | A man walks home. | Jane Roe/AFP | Jane Roe |
A man walks home. (Acme Press Office via AP) | en | A man walks home. | Acme Press Office via AP | |
Un hombre camina. vía Agencia Acme | es | Un hombre camina. | Agencia Acme | |
Un hombre camina. via Agencia Acme | es | Un hombre camina. | Agencia Acme | |
Un hombre camina. (Foto de Ana Paz) | es | Un hombre camina. | Ana Paz | Ana Paz |
Juegan. (Foto de Ana Paz y Luis Mora/EFE) | es | Juegan. | Ana Paz y Luis Mora/EFE | Ana Paz; Luis Mora |
Un hombre camina. (Foto AP/Ana Paz) | es | Un hombre camina. | Foto AP/Ana Paz | Ana Paz |
Un hombre camina. (EFE/Ana Paz) | es | Un hombre camina. | EFE/Ana Paz | Ana Paz |
Un hombre camina. Foto: Ana Paz | es | Un hombre camina. | Ana Paz | Ana Paz |
Un hombre camina. Fotografía: Ana Paz | es | Un hombre camina. | Ana Paz | Ana Paz |
Un hombre camina. FOTO: REUTERS/Luisa Gómez | es | Un hombre camina. | REUTERS/Luisa Gómez | Luisa Gómez |
Un hombre camina. Foto: Casa Presidencial | es | Un hombre camina. | Casa Presidencial | |
Un hombre camina. Imagen cedida por la Policía Acme | es | Un hombre camina. | la Policía Acme | |
Un hombre camina. (Fotos facilitadas por Acme) | es | Un hombre camina. | Acme | |
Un hombre camina. Gentileza de Acme | es | Un hombre camina. | Acme | |
Un hombre camina. Foto gentileza del Museo Acme | es | Un hombre camina. | Museo Acme | |
Un hombre camina. Fuente: EFE | es | Un hombre camina. | EFE | |
Un hombre camina. Autor: Luis Soto | es | Un hombre camina. | Luis Soto | Luis Soto |
Un hombre camina. Por Luis Robles / AFP | es | Un hombre camina. | Luis Robles / AFP | Luis Robles |
Un hombre camina. EPA-EFE/Luis Soto | es | Un hombre camina. | EPA-EFE/Luis Soto | Luis Soto |
A man walks home. EPA-EFE/ACME STRINGER | en | A man walks home. | EPA-EFE/ACME STRINGER | |
A man walks home. Reuters/Ann Lee | en | A man walks home. | Reuters/Ann Lee | Ann Lee |
A man walks home. Ann Lee/Reuters | en | A man walks home. | Ann Lee/Reuters | Ann Lee |
A man walks home. CREDIT: ANN LEE | en | A man walks home. | ANN LEE | |
A man walks home CREDIT: ANN LEE | en | A man walks home | ANN LEE | |
A man walks home. photo: Acme | en | A man walks home. | Acme | |
A man walks home. [Photo: Ann Lee] | en | A man walks home. | Ann Lee | Ann Lee |
A man walks home. Photo: Bob Roe | en | A man walks home. | Bob Roe | Bob Roe |
A man walks home. Source: Acme Agency | en | A man walks home. | Acme Agency | |
Un hombre camina. Fotografia de Ana Paz | es | Un hombre camina. | Ana Paz | Ana Paz |
Un hombre camina. Crédito: Acme | es | Un hombre camina. | Acme | |
Un hombre camina. Crédito de la foto: Acme | es | Un hombre camina. | Acme | |
Un hombre camina. Cortesía de Acme | es | Un hombre camina. | Acme | |
Un hombre camina. (Cortesía del Museo Acme) | es | Un hombre camina. | Museo Acme | |
Un hombre camina. © Acme | es | Un hombre camina. | Acme | | © Acme
"""


def _cells(row: str) -> list[str]:
    head, _, tail = row.partition(" | en | ")
    language = "en"
    if not tail:
        head, _, tail = row.partition(" | es | ")
        language = "es"
    cells = [cell.strip() for cell in tail.rsplit(" |", 3 if row.count(" |") else 0)]
    return [head, language, *cells]


@pytest.mark.parametrize("row", [line for line in CREDITS.splitlines() if line])
def test_credits_of_many_styles_leave_the_caption(row: str) -> None:
    text, language, caption, credit_line, creators, notice = _cells(row)
    partial = one(text, language).partial
    assert partial["caption"] == caption
    assert partial["credit_line"] == credit_line
    assert "; ".join(map(str, partial.get("creators", ()))) == creators
    assert partial.get("copyright_notice", "") == notice


@pytest.mark.parametrize(
    "caption",
    [
        "The migrants travelled north via Mexico.",
        "The migrants travelled to the border via Mexico",
        "He called it a courtesy of the crown, and left.",
        "The president (left) greets a child (right).",
        "Photo by photo, the album tells the storm. It ends well.",
        "Los migrantes viajaron al norte vía México.",
        "Termina la cumbre. Foto de familia",
        "Credit: Nobody knows. The bank closed. The street stayed empty.",
        "They live on credit: Nobody else would lend",
        "She won a prize for that photo: Everybody cheered",
        "The fire is out. Source: nobody would say where it began",
        "He waits. Courtesy of the mayor, the band plays on.",
        "Llega la reina. Gentileza de la corte, el baile sigue.",
        "He reads the news. It came from Reuters/AFP reports that day.",
        "She left. By morning the AP/Reuters desk was empty.",
        "She spoke to Reuters/AFP",
        "Todo pasa. Por la noche se fue a Lima / Callao",
        "He wrote [Photo missing]",
    ],
)
def test_what_is_no_credit_stays_in_the_caption(caption: str) -> None:
    found = sheets.read(f"Title\nA man walks. via Acme\n{caption}".encode())
    assert found.lines[1].partial["caption"] == caption
    assert "credit_line" not in found.lines[1].partial
    assert "no-credit" in [finding.code for finding in found.lines[1].findings]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["", " via Acme", " (Photo by Jane Roe)", " © 2024 Acme", "."]))
def test_taking_a_credit_never_loses_or_invents_words(text: str, ending: str) -> None:
    found = credit.take(text + ending)
    if found is not None:
        assert (text + ending).startswith(found.caption)
        assert found.line
