"""Leaves the commonest words of a language out of a query, where there is something else to look for."""

from archive.search.analysis import stop_word
from archive.search.query.nodes import And, Node, Not, Or, Text, Word, both, either, leaves, without

# Where texts are sentences; in names and keywords such a word tells one from another.
_SENTENCES = frozenset({None, "alt", "caption", "long", "transcript"})


def leave_out(node: Node, language: str) -> tuple[Node, list[str]]:
    """The tree without stop words of this language, and these as they were typed.

    A word stays where nothing but such words is looked for beside it, under a minus sign, in a phrase, as
    one of several with OR between them, and in fields of names. Doing so twice changes nothing more.
    """
    match node:
        case And(parts):
            return _side_by_side(parts, language)
        case Or(parts):
            each = [leave_out(part, language) for part in parts]
            return either(part for part, _ in each), [word for _, words in each for word in words]
        case Not(part):
            rest, words = leave_out(part, language)
            return without(rest), words
        case _:
            return node, []


def _side_by_side(parts: tuple[Node, ...], language: str) -> tuple[Node, list[str]]:
    each = [leave_out(part, language) for part in parts]
    left_out = [word for _, words in each for word in words]
    rest = both(part for part, _ in each)
    if isinstance(rest, And) and any(not _common(leaf, language) for leaf in leaves(rest)):
        left_out += [part.text for part in rest.parts if isinstance(part, Word) and _common(part, language)]
        rest = both(part for part in rest.parts if not _common(part, language))
    return rest, left_out


def _common(node: Node | Text, language: str) -> bool:
    return isinstance(node, Word) and node.field in _SENTENCES and stop_word(node.text, language)
