"""Names of persons in a text, found by how they are written: few misses matter less than false alarms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from archive.descriptions.lint.reading import begins_sentence, unquoted, word_set
from archive.descriptions.lint.spelling import known, spelling_available

_GIVEN = word_set(
    """
    aaron abdul abraham adam adrián agnes agustín ahmed albert alberto alejandra alejandro alex alexander
    alice alicia amanda ana andrea andrés andrew angela anna anne antonio arthur barack barbara beatriz
    benjamin betty brian bruce carlos carmen carol caroline catherine cecilia charles christina christine
    christopher clara claude claudia cristina daniel david deborah diana diego dmitri donald dorothea
    dorothy eduardo edward eileen elena elizabeth ellen elon emily emma enrique eric ernesto esteban
    esther eva fatima federico felipe fernando fidel francis francisco frank franklin fred frida gabriel
    gabriela george gerald gerardo gloria gonzalo greta guillermo gustavo hannah harold harry hassan
    héctor helen helena henry hillary hugo ibrahim ignacio ines inés ingrid irene isaac isabel ivan jack
    jacob jacqueline jaime james jane janet javier jean jennifer jessica joan joe johann john jonathan
    jorge josé joseph josefina joshua juan juana judith julia julian julio karen karl kate katherine kevin
    larry laura lawrence leo leonard leonardo liam linda lisa lorenzo louis louise lucía luis luisa manuel
    marco marcos margaret margarita maria maría marie mario marta martha martin martín mary mateo matt
    matthew michael michelle miguel mohamed mohammed muhammad nancy natalia nelson nicholas nicolás nicole
    noah olga oliver olivia omar oscar óscar pablo patricia patrick paul paula pedro peter philip pilar
    rachel rafael ralph ramón raquel raúl rebecca ricardo richard robert roberto rodrigo roger ronald
    rosalía ruth ryan salvador samuel sandra sara sarah scott sebastián sergio sharon silvia simón simone
    sofía sophia stephanie stephen steven susan susana teresa thomas timothy tomás ursula valentina
    verónica vicente víctor vladimir walter wendy william xavier yolanda
    """
)
_TITLES = word_set(
    """
    mr mrs ms dr sir lady lord president senator congressman congresswoman minister chancellor queen king
    pope prince princess general colonel captain señor señora señorita don doña sr sra presidente
    presidenta senador senadora ministro ministra papa rey reina príncipe princesa coronel capitán doctor
    doctora
    """
)
_ARTICLES = word_set("el la los las the")
# Spanish titles that streets and ships bear only behind another word, as in "Avenida General San Martín".
_BEFORE_NAMES = word_set(
    """
    señor señora señorita don doña sr sra presidente presidenta senador senadora ministro ministra coronel
    capitán doctora
    """
)
# Words that make a capitalised phrase the name of a place, a body, a thing or a day.
_OTHER = word_set(
    """
    street st avenue road square bridge river lake ocean sea bay beach island islands mount mountain
    mountains valley park hall house palace castle church cathedral temple mosque tower station airport
    harbor harbour port city town village county district university college school hospital museum hotel
    theatre theater stadium building center centre court library market gate wall canyon desert forest
    garden gardens fair north south east west new great lower upper central san santa santo saint los las
    el la le les fort cape gulf strait straits navy army air force guard police department company
    corporation party union league club team airlines airways railway railroad war day week year games cup
    olympic olympics world national international royal united republic kingdom states nations bank space
    shuttle red cross press times news post state statue liberty calle avenida plaza puente río lago mar
    océano bahía playa isla monte montaña valle parque casa palacio castillo iglesia catedral templo torre
    estación aeropuerto puerto ciudad pueblo universidad colegio escuela museo teatro estadio edificio
    centro tribunal biblioteca mercado puerta norte sur este oeste nuevo nueva gran guardia policía
    partido unión liga copa mundo nacional internacional real república reino estados unidos naciones
    banco cruz roja virgen cristo buddha buda january february march april may june july august september
    october november december monday tuesday wednesday thursday friday saturday sunday
    """
)
_PLACING = word_set(
    """
    in at near from of off outside to toward towards over across through into on en de del desde hacia
    sobre a por junto cerca
    """
)
_PARTICLES = word_set("de del la los las da das dos di van von der den bin ibn al y")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Names that show by their capitals that they are names; "McDonald's" is a shop.
_TELLING = re.compile(r"(?:O['’]|Mc|Mac|Fitz)[A-Z][a-z]+(?!['’]s)(?:-[A-Z][a-z]+)?")
_THINGS = word_set("macbook macbooks macos")
_LOUD = re.compile(r"\b[A-ZÀ-Þ]{2,}(?: [A-ZÀ-Þ][A-ZÀ-Þ'’-]+){1,2}\b")  # a name in capitals
_GAP = re.compile(r"\.? ")


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def named(self) -> bool:
        """Written as a name is: a capital first; all capitals only for an initial."""
        return self.text[0].isupper() and (len(self.text) == 1 or not self.text.isupper())


def person_names(text: str, language: str) -> list[str]:
    """Names of persons that a text gives, as written, quotations left out.

    A name is a known given name with what follows it, a title with a name, or capitalised words that no
    dictionary knows as common words and that nothing marks as a place.
    """
    text = unquoted(text)
    words = [_Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    found = (_person(text, words, start, end, language) for start, end in _runs(text, words))
    return list(dict.fromkeys((*filter(None, found), *_loud(text))))


def _loud(text: str) -> Iterator[str]:
    """Names in capitals among other words: a known given name, and no more than two words after it."""
    for found in _LOUD.finditer(text):
        words = found[0].lower().split()
        after = text[found.end() :].lstrip(" ,.;:")[:2]
        if words[0] in _GIVEN and not _OTHER & set(words) and not (len(after) > 1 and after.isupper()):
            yield found[0]


def _runs(text: str, words: list[_Word]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, particles between them included."""
    at = 0
    while at < len(words):
        if not words[at].named:
            at += 1
            continue
        end = at + 1
        while (more := _continued(text, words, end)) > end:
            end = more
        yield at, end
        at = end


def _continued(text: str, words: list[_Word], end: int) -> int:
    """The end of a run that goes on after `end`, or `end`."""
    at = end
    while at < len(words) and at < end + 3:
        gap = text[words[at - 1].end : words[at].start]
        initial = len(words[at - 1].text) == 1
        if not (gap == " " or (initial and _GAP.fullmatch(gap))):
            return end
        if words[at].named:
            return at + 1
        if words[at].lower not in _PARTICLES or words[at].lower == "y":
            return end
        at += 1
    return end


def _person(text: str, words: list[_Word], start: int, end: int, language: str) -> str | None:
    titled = start > 0 and words[start - 1].lower in _TITLES and not words[start - 1].text.isupper()
    sure = titled  # "el presidente Castillo" is no castle
    if end - start > 1 and words[start].lower in _ARTICLES and words[start + 1].lower in _TITLES:
        start += 1
    while start < end and words[start].lower in _TITLES:
        sure = sure or words[start].lower in _BEFORE_NAMES
        start, titled = start + 1, True
    opens = start < end and begins_sentence(text, words[start].start)
    if opens and end - start > 1 and words[start].lower not in _GIVEN and known(words[start].lower, language):
        start, opens = start + 1, False
    run = words[start:end]
    sure = sure and bool(run) and run[0].lower not in _PARTICLES
    if not run or (not sure and any(word.lower in _OTHER for word in run)):
        return None
    several = sum(word.lower not in _PARTICLES for word in run) > 1
    name = text[run[0].start : run[-1].end]
    if titled or (several and run[0].lower in _GIVEN):
        return name
    placed = start > 0 and words[start - 1].lower in _PLACING
    if len(run) == 1 and not placed and _TELLING.fullmatch(name) and name.lower() not in _THINGS:
        return name
    return name if several and not placed and _uncommon(run, language) else None


def _uncommon(run: list[_Word], language: str) -> bool:
    """Whether no word is also a common one, in English or in Spanish."""
    if not spelling_available():
        return False
    whole = [word.lower for word in run if word.lower not in _PARTICLES and len(word.text) > 1]
    return bool(whole) and not any(known(word, tongue) for word in whole for tongue in {language, "en", "es"})
