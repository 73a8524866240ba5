"""Photographs with words from a grammar of captions: the same ones for the same numbers, one at a time.

Vocabulary: a few hundred English words in the slots of the grammar (who, does, what, how, like) and, after
them in the same slots or as names, 30,000 made-up words of two or three syllables. The n-th word of a list is
drawn 1/(n + 2) as often as the whole (Zipf), so some words are in a tenth of all photographs and most in
almost none. A photograph has 70 to 90 words on average: headline, caption, credit, alt text (of nine in
ten, approved in eight), a long description (of half), one or two people, keywords, place, collection.
Years lie between 1860 and 2023, later ones oftener.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate

from archive.search.document import Document, Text

WHO = (
    "woman man child crowd farmer sailor nurse minister doctor teacher baker soldier worker student "
    "driver pilot fisherman dancer singer mayor player keeper painter carpenter weaver miner shepherd judge "
    "cook clerk"
).split()
DOES = (
    "stands waits walks carries holds watches crosses opens repairs paints pulls greets leaves washes sells "
    "counts measures lifts loads cleans builds feeds reads writes mends cuts climbs rides draws throws"
).split()
WHAT = (
    "house boat bridge street horse tree table harbour market school church station square field tunnel "
    "ferry mast wall gate tram river mountain garden window door car wagon rope basket bench tower factory "
    "machine ship mill barn kitchen stage road canal beach quarry orchard lighthouse airplane balloon "
    "lantern ladder"
).split()
LIKE = (
    "small large old white black wooden empty tall narrow long dark bright stone broken wet painted round "
    "heavy low crowded quiet striped snowy flooded ruined steep iron grassy bare distant"
).split()
HOW = "beside behind under near before above beyond along inside outside across against".split()
WHEN = "morning evening noon night spring summer autumn winter".split()
LANDS = ["Lowland", "Norland", "Marisca", "Ostria", "Vellany", "Carrow", "Tessaly", "Hibra"]
MONTHS = "January February March April May June July August September October November December".split()
MADE = 30_000
COLLECTIONS, CREATORS, PEOPLE, PLACES = 300, 3_000, 8_000, 2_000
PUBLIC, ALT, APPROVED, LONG = 0.95, 0.9, 0.9, 0.5  # shares
FIRST_YEAR, YEARS = 1860, 164
_START = ("b", "br", "c", "d", "f", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_END = ("l", "m", "n", "r", "rd", "s", "st", "t", "ck", "d", "nd")


class Words:
    """A list that is drawn from by Zipf."""

    def __init__(self, words: list[str]) -> None:
        """Take the words, most frequent first."""
        self.words = words
        self._shares = list(accumulate(1 / (n + 2) for n in range(len(words))))

    def draw(self, chance: random.Random) -> str:
        """One of them."""
        return self.words[bisect(self._shares, chance.random() * self._shares[-1])]


def _made(seed: int) -> list[str]:
    chance = random.Random(seed)
    pick = chance.choice
    found: dict[str, None] = {}
    while len(found) < MADE:
        syllables = chance.choice((2, 2, 3))
        found["".join(pick(_START) + pick("aeiou") + pick(("", *_END)) for _ in range(syllables))] = None
    return list(found)


class Captions:
    """The photographs of a seed."""

    def __init__(self, seed: int = 5) -> None:
        """Draw the vocabulary."""
        made = _made(seed)
        self.seed = seed
        self.who, self.does = Words(WHO + made[:400]), Words(DOES)
        self.what, self.like = Words(WHAT + made[400:]), Words(LIKE + made[:200])
        names = [one.title() for one in made]
        chance = random.Random(seed)
        self.people = Words([f"{chance.choice(names[:900])} {one}" for one in names[:PEOPLE]])
        self.creators = Words([f"{chance.choice(names[:900])} {one}" for one in names[-CREATORS:]])
        self.places = Words(names[PEOPLE : PEOPLE + PLACES])

    def photographs(self, count: int, first: int = 1) -> Iterator[Document]:
        """So many, one at a time, with ids from `first` on."""
        for number in range(first, first + count):
            yield self.photograph(number)

    def photograph(self, number: int) -> Document:
        """The one with this id."""
        chance = random.Random(self.seed * 1_000_003 + number)
        year = FIRST_YEAR + int(chance.random() ** 0.6 * YEARS)
        month, day = chance.randrange(1, 13), chance.randrange(1, 29)
        place = self.places.draw(chance)
        land = LANDS[hash_of(place) % len(LANDS)]
        people = tuple({self.people.draw(chance): None for _ in range(chance.choice((0, 1, 1, 2)))})
        collection = int(chance.random() ** 2 * COLLECTIONS)
        creator = self.creators.draw(chance)
        public = chance.random() < PUBLIC
        dated = f"{year}-{month:02}-{day:02}"
        return Document(
            id=number,
            version=1,
            accession=f"{year}.{number}",
            public=public,
            visibility="published" if public else "draft",
            language="en",
            headline=f"{self.what.draw(chance).title()} and {self.what.draw(chance)}, {place}",
            caption=self._caption(chance, people, f"{place}, {land}, on {day} {MONTHS[month - 1]} {year}"),
            credit=f"{creator} / {land} Press",
            creators=(creator,),
            people=people,
            keywords=tuple({self.what.draw(chance): None for _ in range(4)}),
            place=f"{place} {land}",
            place_facet=place,
            collection_slug=f"story-{collection}",
            collection_title=f"The {WHAT[collection % len(WHAT)]} story {collection}",
            rights=chance.choice(("cc0", "cc0", "cne", "pdm", "inc")),
            texts=tuple(self._texts(chance)),
            earliest=dated,
            latest=dated,
            has_image=True,
        )

    def _thing(self, chance: random.Random) -> str:
        return f"{self.like.draw(chance)} {self.what.draw(chance)}"

    def _doing(self, chance: random.Random) -> str:
        who, does, how = self.who.draw(chance), self.does.draw(chance), chance.choice(HOW)
        return f"{who} {does} a {self._thing(chance)} {how} the {self.what.draw(chance)}"

    def _caption(self, chance: random.Random, people: tuple[str, ...], where: str) -> str:
        named = f"{' and '.join(people)} with a" if people else "A"
        return (
            f"{named} {self._doing(chance)} in {where}. The {self._thing(chance)} was the last of its kind "
            f"that {chance.choice(WHEN)}, and a {self._doing(chance)}."
        )

    def _texts(self, chance: random.Random) -> Iterator[Text]:
        if chance.random() < ALT:
            words = f"A {self._doing(chance)}; a {self._thing(chance)} {chance.choice(HOW)} them."
            yield Text("alt", "en", words, chance.random() < APPROVED)
        if chance.random() < LONG:
            more = f"In the foreground a {self._doing(chance)}. To the left a {self._doing(chance)}."
            words = f"{more} A {self._thing(chance)} fills the rest of the frame."
            yield Text("long", "en", words, chance.random() < APPROVED)


def hash_of(word: str) -> int:
    """A number for a word, the same in every process."""
    return sum(ord(sign) * place for place, sign in enumerate(word, 1))


def words_of(document: Document) -> str:
    """All that readers may find in a photograph, as one text."""
    said = [text.text for text in document.texts if text.approved]
    named = (*document.creators, *document.people, *document.keywords)
    return " ".join((document.headline, document.caption, document.credit, document.place, *named, *said))
