"""The fields, flags and forms of the grammar, each with a line of help and an example that works."""

from typing import NamedTuple

MOST_CHARACTERS = 2_000
MOST_TERMS = 64
MOST_NESTED = 16


class Help(NamedTuple):
    """A line of the help page."""

    help: str
    example: str


# How words are put together.
FORMS = {
    "words": Help("All words must be found, in any field and in any grammatical form.", "river boat"),
    "common": Help(
        "A word as common as “the” is left out beside others, unless it is in quotation marks.", '"the" boat'
    ),
    "phrase": Help("Words in quotation marks are found side by side, exactly as written.", '"dust bowl"'),
    "or": Help("OR, in capitals, finds either of the words on its two sides.", "boat OR ship"),
    "not": Help("A minus sign leaves out what the word would find.", "ship -navy"),
    "group": Help("Parentheses hold words together.", "(boat OR ship) -(navy river)"),
    "prefix": Help("A star at the end of at least two letters finds every word beginning so.", "photo*"),
}

FIELDS = {
    "alt": Help("Words of the alt text, which says what is seen.", "alt:boat"),
    "caption": Help("Words of the caption or the headline.", "caption:rocket"),
    "long": Help("Words of the long description.", 'long:"left half"'),
    "transcript": Help("Words that can be read in the picture.", "transcript:collins"),
    "people": Help("Names of the people shown.", "people:collins"),
    "place": Help("Where the photograph was made, or the place it shows.", "place:japan"),
    "credit": Help("Words of the credit line.", "credit:nasa"),
    "creator": Help("Who made the photograph.", 'creator:"dorothea lange"'),
    "keyword": Help("A word of the keywords.", "keyword:boats"),
    "collection": Help("Words of the collection's title or address.", "collection:getty"),
    "accession": Help("The accession number, or a part of it.", "accession:2000.50.12"),
    "lang": Help("Photographs with a caption or description in this language.", "lang:es"),
    "date": Help(
        "When the photograph was made: a year, month or day, a range, before or after.", "date:1930..1939"
    ),
    "rights": Help("The licence or rights statement, by its short code.", "rights:cc0"),
    "is": Help("Whether the photograph has an approved alt text, or is published.", "is:undescribed"),
    "has": Help("What else there is with the photograph.", "has:transcript"),
}

# What stands after `date:`; a photograph is found where its own dates overlap these.
DATES = {
    "year": Help("Made in that year.", "date:1936"),
    "month": Help("Made in that month: the year, a hyphen, the month in two digits.", "date:1936-04"),
    "day": Help("Made on that day.", "date:2004-06-21"),
    "decade": Help("Made in those ten years.", "date:1930s"),
    "range": Help("Made in either year, or between them. Months and days work as well.", "date:1930..1939"),
    "before": Help("Made before that year, month or day.", "date:before-1900"),
    "after": Help("Made after it.", "date:after-1930"),
}

# Fields whose value is words of a text; the others have values of their own.
TEXT_FIELDS = tuple(name for name in FIELDS if name not in {"lang", "date", "rights", "is", "has"})

FLAGS = {
    "is:described": Help("Photographs with an approved alt text.", "is:described"),
    "is:undescribed": Help("Photographs still waiting for an approved alt text.", "is:undescribed"),
    "is:published": Help(
        "Photographs that are published (signed in only; readers find no others).", "is:published"
    ),
    "is:draft": Help("Photographs not published yet (signed in only).", "is:draft"),
    "is:withdrawn": Help("Photographs that were withdrawn (signed in only).", "is:withdrawn"),
    "has:long": Help("Photographs with a long description.", "has:long"),
    "has:transcript": Help("Photographs with a transcript of their visible words.", "has:transcript"),
    "has:image": Help("Photographs with an image file.", "has:image"),
}
