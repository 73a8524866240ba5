"""Words that the press uses every day: what asks for an advisory, and what is only like it."""

from __future__ import annotations

import pytest

from archive.descriptions.lint import Wording, check
from archive.descriptions.lint.examples import record


def found(code: str, language: str, text: str) -> bool:
    subject = record(language, texts=(Wording("alt", language, text),))
    return code in {one.code for one in check(subject)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A police officer beats a protester."),
        ("en", "Bodies lie under sheets."),
        ("en", "A man hangs from a tree."),
        ("en", "Police fire tear gas at a crowd"),
        ("en", "Soldiers fire at protesters on a bridge"),
        ("en", "Guards opened fire near a gate"),
        ("en", "Gang members sit in a cell"),
        ("en", "Two dead policemen beside a van"),
        ("en", "Officers drag a student; another is pointing a gun at her."),
        ("es", "Dos militares muertos yacen junto a un camión."),
        ("es", "Un policía golpea a un manifestante."),
        ("es", "Varios agentes patean a una mujer."),
        ("es", "Hay cuerpos bajo sábanas en la acera."),
        ("es", "Un hombre cuelga de un árbol."),
        ("es", "La policía lanza gas lacrimógeno a la multitud"),
        ("es", "Soldados disparan contra los manifestantes en un puente"),
        ("es", "Los guardias abrieron fuego junto a una puerta"),
        ("es", "Varios pandilleros sentados en una celda"),
    ],
)
def test_violence_death_and_custody_ask_for_an_advisory(language: str, text: str) -> None:
    assert found("advisory", language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A pot hangs over an open fire."),
        ("en", "A woman beats a carpet on a line."),
        ("en", "A forest fire at night; fires at the edge of a town."),
        ("en", "Two bodies of water meet below a hill."),
        ("en", "A lamp hangs from a tree."),
        ("en", "A climber hangs from a rope, her body covered in dust."),
        ("en", "Bees in the cells of a comb."),
        ("en", "A player kicks a ball and beats a defender."),
        ("es", "Alguien golpea a la puerta."),
        ("es", "Hojas muertas en un estanque."),
        ("es", "Una pareja con flores el Día de los Muertos."),
        ("es", "Un farol cuelga de un árbol."),
        ("es", "Abejas en las celdas de un panal."),
        ("es", "Alguien dispara una foto y otro toca el tambor."),
        ("es", "Un cuerpo cubierto de plumas en un carnaval."),
    ],
)
def test_what_is_only_like_it_asks_for_none(language: str, text: str) -> None:
    assert not found("advisory", language, text)


@pytest.mark.parametrize(
    ("language", "text", "dated"),
    [
        ("en", "Crippled beggars sit by a church", True),
        ("en", "A child crippled by polio leans on a crutch", True),
        ("en", "A crippled ship is towed into port", False),
        ("en", "Mechanics look at a crippled aircraft", False),
        ("en", "A gypsy dances beside a wagon", True),
        ("en", "Gipsies sit round a fire", True),
        ("en", "Gypsy Rose Lee dances on a stage", False),
        ("en", "A poster reads “Gypsy music tonight”.", False),
        ("es", "Unos mendigos lisiados ante una iglesia", True),
        ("es", "Una mujer gitana baila junto a un carro", False),  # the word that its own community asks for
        ("es", "Una mujer de raza gitana baila junto a un carro", True),
    ],
)
def test_dated_words_for_people_and_not_for_things(language: str, text: str, *, dated: bool) -> None:
    assert found("dated-term", language, text) is dated
