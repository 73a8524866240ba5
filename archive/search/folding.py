"""What makes two spellings of a word the same: case, accents, compatibility forms, letters like letters.

Also the other spellings that one word of a text is found by: German, Swedish, Danish and Norwegian vowels
written out, Arabic words without the article and the short words written onto them.
"""

import re
import sys
import unicodedata

# Accents on letters, Arabic vowel signs and the stretching sign carry no difference that searchers type.
_DROPPED = dict.fromkeys(
    [*range(0x300, 0x370), *range(0x64B, 0x660), 0x640, 0x670, 0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF],
)
# Letters that Unicode does not take apart, though people type them apart; Arabic letters that keyboards
# exchange, among them the Persian forms of two; and every script's digits.
_LIKE = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ħ": "h",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u0649": "\u064a",
        "\u0629": "\u0647",
        "\u06a9": "\u0643",
        "\u06cc": "\u064a",
    },
) | {n: str(unicodedata.digit(chr(n))) for n in range(0x80, sys.maxunicode) if chr(n).isdecimal()}

# Vowels that are also written out, Mädchen as Maedchen and Århus as Aarhus. Texts have both; whoever leaves
# the dots away has always found them.
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})

_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{2})")
_WRITTEN_ON = re.compile(r"^[وفبكل](?=\w{4})")


def fold(text: str) -> str:
    """Text without case, accents and compatibility forms."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", bare.translate(_DROPPED)).translate(_LIKE)


def spelt(text: str) -> str:
    """The text with these vowels written out, folded; empty if it has none of them."""
    if text.isascii():
        return ""
    typed = lower(text)
    out = typed.translate(_SPELT)
    return "" if out == typed else fold(out)


def lower(text: str) -> str:
    """Text in lower case that keeps its accents, each one sign with its letter."""
    return unicodedata.normalize("NFC", text.casefold())


def bare(piece: str) -> str:
    """A folded Arabic word without what is written onto its front: `والمدينة` as `مدينة`; or empty.

    `ال` goes with `و ف ب ك` before it, `لل` too, and `و ف ب ك ل` alone where at least four letters are left,
    which seldom makes a word that somebody looks for.
    """
    if not "\u0621" <= piece[0] <= "\u064a":
        return ""
    left = _ARTICLE.sub("", piece)
    left = _WRITTEN_ON.sub("", piece) if left == piece else left
    return "" if left == piece else left
