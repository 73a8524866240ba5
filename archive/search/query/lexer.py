"""From typed text to marks and leaves: a balanced, bounded list that the reader puts together."""

import re
from typing import Literal, NamedTuple

from archive.search import analysis
from archive.search.query.nodes import Flag, Language, Node, Phrase, Prefix, Rights, Word, both
from archive.search.query.periods import is_reversed, read_period, write_period
from archive.search.query.problems import Problem
from archive.search.query.tables import FIELDS, FLAGS, MOST_NESTED, MOST_TERMS, TEXT_FIELDS

Mark = Literal["open", "close", "minus", "or"]

_QUOTES = '"“”„‟«»″＂'
_BREAK = re.compile(rf"[\s(){_QUOTES}]")
_QUOTE = re.compile(f"[{_QUOTES}]")
_NAMED = re.compile(r"([^\W\d_]+):(.*)", re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
_RIGHTS = re.compile(r"[a-z0-9][a-z0-9.-]*")
_OPERATORS: dict[str, Mark | None] = {"OR": "or", "NOT": "minus", "AND": None}
_MOST_PROBLEMS = 20
_SHOWN = 80  # characters of a mistake that are shown back


class _Scope(NamedTuple):
    field: str | None
    real: bool


class Lexer:
    """Reads one text, once: `marks` and `problems` are the result."""

    def __init__(self, text: str, nested: int = MOST_NESTED) -> None:
        """Read the text, at most `nested` parentheses deep."""
        self.marks: list[Mark | Node] = []
        self.problems: dict[tuple[str, str], Problem] = {}
        self._text = text
        self._nested = nested
        self._depth = 0
        self._budget = MOST_TERMS
        self._scopes: list[_Scope] = []
        self._field: str | None = None  # named right before a quotation mark or parenthesis
        self._read()

    def problem(self, code: str, value: str = "", reading: str = "") -> None:
        """Note a mistake, each once, and not without end."""
        if len(self.problems) < _MOST_PROBLEMS:
            shown = Problem(code, value[:_SHOWN], reading[:_SHOWN])
            self.problems.setdefault((code, shown.value), shown)

    def _read(self) -> None:
        at, text = 0, self._text
        while at < len(text):
            sign = text[at]
            if _QUOTE.match(sign):
                at = self._quoted(at + 1)
                continue
            if not _BREAK.match(sign):
                end = _BREAK.search(text, at)
                stop = end.start() if end else len(text)
                self._run(text[at:stop], text[stop : stop + 1])
                at = stop
                continue
            if sign == "(":
                self._open()
            elif sign == ")":
                self._close()
            at += 1
        if self._depth:
            self.problem("parenthesis-open")
        self.marks.extend(["close"] * self._depth)

    def _open(self) -> None:
        real = self._depth < self._nested
        self._scopes.append(_Scope(self._take_field(), real))
        if real:
            self._depth += 1
            self.marks.append("open")
        else:
            self.problem("nesting", str(MOST_NESTED))

    def _close(self) -> None:
        if not self._scopes:
            self.problem("parenthesis-extra")
        elif self._scopes.pop().real:
            self._depth -= 1
            self.marks.append("close")

    def _take_field(self) -> str | None:
        """The field for what comes next: named just now, or that of the parentheses around."""
        named, self._field = self._field, None
        return named or (self._scopes[-1].field if self._scopes else None)

    def _quoted(self, start: int) -> int:
        """Read a phrase from after its opening mark; where to read on."""
        end = _QUOTE.search(self._text, start)
        phrase = " ".join(self._text[start : end.start() if end else None].split())
        if phrase and not end:
            self.problem("quote-open", phrase, phrase)
        self._add(self._leaf(self._take_field(), phrase, quoted=True))
        return end.end() if end else len(self._text)

    def _run(self, run: str, following: str) -> None:
        """Read signs without a space between them; `following` is the sign after them."""
        if run in _OPERATORS:
            if mark := _OPERATORS[run]:
                self.marks.append(mark)
            return
        negative, run = run.startswith("-"), run.lstrip("-")
        if run.endswith(":") and following and (following == "(" or _QUOTE.match(following)):
            name = _trim_start(run)[:-1].casefold()
            if name in FIELDS:
                self._field = name
                run = ""
        nodes = self._words(self._one_star(run), self._take_field() if run else None) if run else []
        if negative and (nodes or self._field or following == "(" or _QUOTE.match(following)):
            self.marks.append("minus")
        if run:
            self._add(nodes)

    def _add(self, nodes: list[Node]) -> None:
        if nodes:
            self.marks.append(both(nodes))
        else:  # the minus of what was left out must not fall on the next word
            while self.marks and self.marks[-1] == "minus":
                self.marks.pop()

    def _one_star(self, run: str) -> str:
        """The run with a star at its very end or nowhere."""
        plain = run.replace("*", "")
        core = _trim_end(plain)
        if not core:
            return run
        starred = _trim_end(run, "*").endswith("*") and not plain.endswith(":")
        read = core + "*" if starred else plain
        if run.count("*") > starred:
            self.problem("star-inside", run, read)
        return read

    def _words(self, run: str, scope: str | None) -> list[Node]:
        """The leaves of a run: usually one, several where an unknown field is read as words."""
        found: list[Node] = []
        while match := _NAMED.fullmatch(_trim_start(run)):
            name, value = match[1].casefold(), match[2]
            if name not in FIELDS:
                self.problem("unknown-field", f"{match[1]}:")
                found += self._leaf(scope, match[1])
            elif not value:
                self.problem("field-empty", run)
            elif name in TEXT_FIELDS:
                return found + self._leaf(name, value)
            elif node := self._special(name, value):
                return found + ([node] if self._spend(1) else [])
            else:
                scope = None
            run = value
        return found + (self._leaf(scope, run) if run else [])

    def _leaf(self, field: str | None, value: str, *, quoted: bool = False) -> list[Node]:
        """What one value means in a field."""
        if field and field not in TEXT_FIELDS:
            node = self._special(field, value)
            if node:
                return [node] if self._spend(1) else []
            return self._leaf(None, value, quoted=True) if quoted else self._words(value, None)
        if quoted:
            return self._phrase(field, value)
        node = self._word(field, value)
        return [node] if node else []

    def _word(self, field: str | None, value: str) -> Node | None:
        """A word or prefix, if there is anything in it and the limit of words lets it in."""
        word = _trim_end(_trim_start(value))
        parts = analysis.parts(word)
        if not parts:
            self.problem("nothing-in-it", value)
        if not parts or not self._spend(len(parts)):
            return None
        word = word.lower() if word in _OPERATORS else word
        if value.endswith("*") and not analysis.unspaced(word):
            if len(analysis.joined(word)) > 1:
                return Prefix(word, field)
            self.problem("prefix-short", f"{word}*", word)
        return Word(word, field)

    def _phrase(self, field: str | None, phrase: str) -> list[Node]:
        """A phrase, as much of it as the limit of words lets in."""
        kept: list[str] = []
        for word in phrase.split():
            if not self._spend(len(analysis.parts(word))):
                break
            kept.append(word)
        if analysis.parts(" ".join(kept)):
            return [Phrase(" ".join(kept), field)]
        if self._budget and phrase:
            self.problem("nothing-in-it", phrase)
        return []

    def _spend(self, terms: int) -> bool:
        """Take words from those allowed; once it was too much, no more are."""
        if terms > self._budget:
            self.problem("too-many-terms", str(MOST_TERMS))
            self._budget = 0
        elif self._budget:
            self._budget -= terms
            return True
        return not terms

    def _special(self, field: str, typed: str) -> Node | None:
        """What a value means in a field that is not text; None, with a problem noted, where it is none."""
        value = typed.lower().strip(" ,;~?%!*")
        if field == "date":
            return self._date(value if value.endswith("..") else value.rstrip("."), typed)
        value = value.strip(".:")
        if field == "lang" and _LANGUAGE.fullmatch(value):
            return Language(value)
        if field == "rights" and _RIGHTS.fullmatch(value):
            return Rights(value)
        if f"{field}:{value}" in FLAGS:
            return Flag(field, value)
        code = {"lang": "language-unreadable", "rights": "rights-unreadable"}.get(field, "flag-unknown")
        self.problem(code, f"{field}:{typed}")
        return None

    def _date(self, value: str, typed: str) -> Node | None:
        period = read_period(value)
        if period is None:
            self.problem("date-unreadable", f"date:{typed}")
        elif is_reversed(value, period):
            self.problem("date-reversed", f"date:{typed}", f"date:{write_period(period)}")
        return period


def _trim_start(text: str) -> str:
    at = 0
    while at < len(text) and not analysis.wordlike(text[at]):
        at += 1
    return text[at:]


def _trim_end(text: str, besides: str = "") -> str:
    at = len(text)
    while at and not analysis.wordlike(text[at - 1]) and text[at - 1] not in besides:
        at -= 1
    return text[:at]
