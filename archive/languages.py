"""Languages of texts: names, directions, tidy codes (BCP 47) and the choice for a reader (RFC 4647)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Language:
    """A language: its BCP 47 code, English name, own name, and direction 'ltr' or 'rtl'."""

    code: str
    english: str
    own: str
    dir: str


_TABLE = """
af Afrikaans Afrikaans|am Amharic አማርኛ|ar Arabic العربية
az Azerbaijani azərbaycan|be Belarusian беларуская|bg Bulgarian български
bn Bangla বাংলা|bs Bosnian bosanski|ca Catalan català|cs Czech čeština
cy Welsh Cymraeg|da Danish dansk|de German Deutsch|dv Dhivehi ދިވެހި
el Greek Ελληνικά|en English English|eo Esperanto esperanto|es Spanish español
et Estonian eesti|eu Basque euskara|fa Persian فارسی|fi Finnish suomi
fil Filipino Filipino|fr French français|fy Western_Frisian Frysk
ga Irish Gaeilge|gd Scottish_Gaelic Gàidhlig|gl Galician galego
gn Guarani avañe’ẽ|gu Gujarati ગુજરાતી|ha Hausa Hausa
haw Hawaiian ʻŌlelo_Hawaiʻi|he Hebrew עברית|hi Hindi हिन्दी|hr Croatian hrvatski
ht Haitian_Creole kreyòl_ayisyen|hu Hungarian magyar|hy Armenian հայերեն
id Indonesian Indonesia|ig Igbo Igbo|is Icelandic íslenska|it Italian italiano
ja Japanese 日本語|ka Georgian ქართული|kk Kazakh қазақ_тілі|km Khmer ខ្មែរ
kn Kannada ಕನ್ನಡ|ko Korean 한국어|ku Kurdish kurdî|ckb Central_Kurdish کوردی
ky Kyrgyz кыргызча|la Latin Latina|lb Luxembourgish Lëtzebuergesch|lo Lao ລາວ
lt Lithuanian lietuvių|lv Latvian latviešu|mi Māori Māori
mk Macedonian македонски|ml Malayalam മലയാളം|mn Mongolian монгол
mr Marathi मराठी|ms Malay Melayu|mt Maltese Malti|my Burmese မြန်မာ
nah Nahuatl nāhuatl|nb Norwegian_Bokmål norsk_bokmål|ne Nepali नेपाली
nl Dutch Nederlands|nn Norwegian_Nynorsk norsk_nynorsk|no Norwegian norsk
nv Navajo Diné_bizaad|oc Occitan occitan|om Oromo Oromoo|pa Punjabi ਪੰਜਾਬੀ
pl Polish polski|ps Pashto پښتو|pt Portuguese português|qu Quechua Runasimi
rm Romansh rumantsch|ro Romanian română|ru Russian русский
rw Kinyarwanda Ikinyarwanda|sa Sanskrit संस्कृत|sd Sindhi سنڌي
se Northern_Sami davvisámegiella|si Sinhala සිංහල|sk Slovak slovenčina
sl Slovenian slovenščina|sm Samoan Gagana_Samoa|sn Shona chiShona
so Somali Soomaali|sq Albanian shqip|sr Serbian српски|st Southern_Sotho Sesotho
su Sundanese Basa_Sunda|sv Swedish svenska|sw Swahili Kiswahili|ta Tamil தமிழ்
te Telugu తెలుగు|tg Tajik тоҷикӣ|th Thai ไทย|ti Tigrinya ትግርኛ
tk Turkmen türkmen_dili|tn Tswana Setswana|tr Turkish Türkçe|tt Tatar татар
ug Uyghur ئۇيغۇرچە|uk Ukrainian українська|ur Urdu اردو|uz Uzbek o‘zbek
vi Vietnamese Tiếng_Việt|wo Wolof Wolof|xh Xhosa isiXhosa|yi Yiddish ייִדיש
yo Yoruba Èdè_Yorùbá|yue Cantonese 粵語|zh Chinese 中文|zu Zulu isiZulu
"""
_RTL = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})


def _read_table() -> tuple[Language, ...]:
    rows = [entry.split() for entry in _TABLE.replace("\n", "|").split("|") if entry]
    return tuple(
        Language(code, english.replace("_", " "), own.replace("_", " "), "rtl" if code in _RTL else "ltr")
        for code, english, own in rows
    )


LANGUAGES: tuple[Language, ...] = _read_table()

_BY_CODE = {one.code: one for one in LANGUAGES}
_LONGEST = 35  # characters; what RFC 5646 asks software to allow for at least
_TAG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[A-WYZa-wyz0-9](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"
)


def normal(code: str) -> str | None:
    """Write a language code as BCP 47 recommends ('ES_mx' gives 'es-MX'), or None.

    None is a text that is no language code (RFC 5646); whether the archive has a name for the
    language is `find`'s question.
    """
    code = code.strip().replace("_", "-")
    if len(code) > _LONGEST or not _TAG.fullmatch(code):
        return None
    head, *rest = code.lower().split("-")
    done = [head]
    for part in rest:
        after_singleton = any(len(one) == 1 for one in done)
        two_letters, four_letters = len("MX"), len("Hans")
        if len(part) == two_letters and not after_singleton:
            part = part.upper()  # noqa: PLW2901 - the same part, as it is written
        elif len(part) == four_letters and part.isalpha() and not after_singleton:
            part = part.title()  # noqa: PLW2901 - as above
        done.append(part)
    return "-".join(done)


def find(code: str) -> Language | None:
    """Find a language by code, region and script allowed: 'es-MX' is Spanish and keeps its code.

    Returns None for a language that the table does not hold. A script decides the direction:
    'az-Arab' is right to left, 'ur-Latn' left to right.
    """
    tidy = normal(code)
    known = _BY_CODE.get(tidy.split("-")[0]) if tidy else None
    if tidy is None or known is None:
        return None
    script = next((part for part in tidy.split("-")[1:] if part.istitle() and part.isalpha()), None)
    if script:
        return replace(known, code=tidy, dir="rtl" if script in _RTL_SCRIPTS else "ltr")
    return replace(known, code=tidy)


def choose(wanted: Sequence[str], available: Collection[str]) -> str | None:
    """Choose the available language that suits best, or None (RFC 4647).

    Each wanted range in turn, best first: lookup (section 3.4: 'es-MX' falls back to 'es'), then
    basic filtering (section 3.3.1: 'es' takes 'es-MX'), before the next range is tried. The
    answer is spelled as in `available`.
    """
    spelled = {one.lower().replace("_", "-"): one for one in sorted(available)}
    for one in wanted:
        tag = one.strip().lower().replace("_", "-")
        if found := _lookup(tag, spelled):
            return found
        narrower = [code for code in spelled if code.startswith(f"{tag}-")]
        if narrower and tag:
            return spelled[narrower[0]]
    return None


def _lookup(tag: str, spelled: dict[str, str]) -> str | None:
    parts = tag.split("-")
    while parts and parts[0]:
        if (shorter := "-".join(parts)) in spelled:
            return spelled[shorter]
        parts.pop()
        if parts and len(parts[-1]) == 1:  # a singleton means nothing without what follows it
            parts.pop()
    return None
