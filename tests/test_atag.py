"""`docs/atag.md` answers every criterion of ATAG 2.0, and each test that it names exists and runs."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "atag.md").read_text(encoding="utf-8")

# ATAG 2.0, W3C Recommendation of 24 September 2015. "WCAG": A, AA or AAA with the level of WCAG 2.0 met.
CRITERIA = {
    "A.1.1.1": "WCAG", "A.1.2.1": "A", "A.1.2.2": "A",
    "A.2.1.1": "A", "A.2.1.2": "A", "A.2.2.1": "A", "A.2.2.2": "AA",
    "A.3.1.1": "A", "A.3.1.2": "A", "A.3.1.3": "AA",
    "A.3.2.1": "A", "A.3.2.2": "A", "A.3.2.3": "A", "A.3.3.1": "A", "A.3.4.1": "AA", "A.3.5.1": "AA",
    "A.3.6.1": "A", "A.3.6.2": "AA", "A.3.6.3": "AA", "A.3.7.1": "A",
    "A.4.1.1": "A", "A.4.1.2": "A", "A.4.2.1": "A", "A.4.2.2": "AA",
    "B.1.1.1": "WCAG", "B.1.1.2": "WCAG",
    "B.1.2.1": "WCAG", "B.1.2.2": "WCAG", "B.1.2.3": "A", "B.1.2.4": "A",
    "B.2.1.1": "WCAG", "B.2.2.1": "WCAG", "B.2.2.2": "WCAG", "B.2.3.1": "WCAG", "B.2.3.2": "A",
    "B.2.4.1": "WCAG", "B.2.4.2": "AA", "B.2.4.3": "AA", "B.2.5.1": "AA", "B.2.5.2": "AA",
    "B.3.1.1": "WCAG", "B.3.1.2": "A", "B.3.1.3": "A", "B.3.1.4": "AA", "B.3.1.5": "AA", "B.3.2.1": "WCAG",
    "B.4.1.1": "A", "B.4.1.2": "A", "B.4.1.3": "AA", "B.4.1.4": "AA", "B.4.2.1": "WCAG", "B.4.2.2": "A",
}  # fmt: skip
BEYOND = {
    "A.3.1.4", "A.3.1.5", "A.3.1.6", "A.3.2.4", "A.3.4.2", "A.3.7.2", "A.4.1.3",
    "B.2.3.3", "B.2.4.4", "B.4.2.3", "B.4.2.4",
}  # fmt: skip
LEVELS = {"WCAG": "A to AAA with WCAG", "A": "A", "AA": "AA", "AAA": "AAA"}
STATUS = re.compile(r"(Met|Met \((A|AA|AAA)\)|Partly|Not met|Not applicable)")
SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipIf", "skipUnless", "expectedFailure"}


@dataclass(frozen=True)
class Row:
    """A line of the tables."""

    number: str
    name: str
    level: str
    status: str
    how: str
    shown: str

    @property
    def tests(self) -> list[str]:
        return re.findall(r"`(tests/[^`]+)`", self.shown)


def rows() -> list[Row]:
    """Every line that begins with a criterion's number, in order."""
    found = [line for line in PAGE.splitlines() if re.match(r"\| [AB]\.\d+\.\d+\.\d+ ", line)]
    return [Row(*(cell.strip() for cell in line.strip().strip("|").split(" | "))) for line in found]


def named() -> list[str]:
    return sorted({test for row in rows() for test in row.tests})


def test_every_criterion_stands_there_once_with_its_level() -> None:
    assert len(CRITERIA) == 52
    counted = Counter(row.number for row in rows())
    assert [number for number, count in counted.items() if count > 1] == []
    assert set(CRITERIA) - set(counted) == set()
    assert set(counted) - set(CRITERIA) - BEYOND == set()
    wanted = {number: LEVELS[CRITERIA.get(number, "AAA")] for number in counted}
    assert {row.number: row.level for row in rows()} == wanted


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_each_answer_is_whole(row: Row) -> None:
    assert STATUS.fullmatch(row.status), row.status
    assert len(row.how) > 30
    if row.status.startswith("Met") or row.status == "Partly":
        assert row.tests, "no test shows it"
    if row.status == "Not applicable":
        assert row.how.startswith("Because "), row.how
    graded = CRITERIA.get(row.number) == "WCAG"
    if row.status.startswith("Met"):
        assert ("(" in row.status) == graded, "criteria that follow WCAG say up to which level they are met"
    assert re.sub(r"`[^`]+`|, ", "", row.shown) in {"", "–"}, "names of tests alone, or a dash"


def test_the_sum_is_the_one_that_is_stated() -> None:
    needed = [row for row in rows() if row.number in CRITERIA]
    counts = Counter(row.status.split(" (")[0] for row in needed)
    stated = (
        f"Of {len(needed)} criteria at levels A and AA, {counts['Met']} are met, {counts['Partly']} partly, "
        f"{counts['Not met']} not, and {counts['Not applicable']} do not apply."
    )
    assert stated in " ".join(PAGE.split())


@pytest.mark.parametrize("test", named())
def test_each_named_test_exists_and_is_not_skipped(test: str) -> None:
    path, _, name = test.partition("::")
    file = ROOT / path
    assert file.is_file(), f"there is no file {path}"
    conftests = [folder / "conftest.py" for folder in file.parents if folder.is_relative_to(ROOT / "tests")]
    around = "\n".join(one.read_text(encoding="utf-8") for one in conftests if one.is_file())
    assert fault(file.read_text(encoding="utf-8"), name, around) == ""


def fault(source: str, name: str, around: str = "") -> str:
    """What keeps a named test of a module from running, empty where nothing does.

    `around` is the source of the conftest modules. A fixture may skip under a condition (a program of the
    system is missing); a test, its module, and a fixture without a condition may not.
    """
    module = ast.parse(source)
    tests = [one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == name]
    if len(tests) != 1:
        return f"there are {len(tests)} tests of this name"
    own = [one for one in module.body if not isinstance(one, ast.FunctionDef | ast.ClassDef)]
    if any(mentions(one) for one in own):
        return "its module is skipped"
    if mentions(tests[0]):
        return "it is skipped or expected to fail"
    asked = {argument.arg for argument in tests[0].args.args}
    for one in fixtures([*module.body, *ast.parse(around).body]):
        if (one.name in asked or autouse(one)) and any(mentions(line) for line in plain(one.body)):
            return f"its fixture {one.name} skips"
    return ""


def mentions(tree: ast.AST) -> bool:
    """Whether pytest or unittest is told here to skip or to expect a failure."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in SKIPS:
            return True
        if isinstance(node, ast.Name) and node.id in SKIPS:
            return True
    return False


def fixtures(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for one in body:
        if isinstance(one, ast.FunctionDef) and any("fixture" in ast.unparse(d) for d in one.decorator_list):
            yield one


def autouse(fixture: ast.FunctionDef) -> bool:
    return any("autouse=True" in ast.unparse(one) for one in fixture.decorator_list)


def plain(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements that run without a condition."""
    return [
        one for one in body if not isinstance(one, ast.If | ast.Try | ast.For | ast.While | ast.FunctionDef)
    ]


@pytest.mark.parametrize(
    ("source", "around", "said"),
    [
        ("def test_a(): ...", "", ""),
        ("def test_b(): ...", "", "there are 0 tests of this name"),
        ("def test_a(): ...\ndef test_a(): ...", "", "there are 2 tests of this name"),
        ("@pytest.mark.skip(reason='x')\ndef test_a(): ...", "", "it is skipped or expected to fail"),
        ("@pytest.mark.skipif(True, reason='x')\ndef test_a(): ...", "", "it is skipped or expected to fail"),
        ("@pytest.mark.xfail\ndef test_a(): ...", "", "it is skipped or expected to fail"),
        ("def test_a():\n    if 1:\n        pytest.skip('x')", "", "it is skipped or expected to fail"),
        ("def test_a():\n    skip('x')", "", "it is skipped or expected to fail"),
        ("pytestmark = pytest.mark.skip\ndef test_a(): ...", "", "its module is skipped"),
        ("pytest.importorskip('x')\ndef test_a(): ...", "", "its module is skipped"),
        ("pytest.skip('x', allow_module_level=True)\ndef test_a(): ...", "", "its module is skipped"),
        ("def test_a(f): ...", "@pytest.fixture\ndef f():\n    pytest.skip('x')", "its fixture f skips"),
        ("def test_a(g): ...", "@pytest.fixture\ndef f():\n    pytest.skip('x')", ""),
        ("def test_a(f): ...", "@pytest.fixture\ndef f():\n    if gone:\n        pytest.skip('x')", ""),
        (
            "@pytest.fixture(autouse=True)\ndef f():\n    pytest.skip('x')\ndef test_a(): ...",
            "",
            "its fixture f skips",
        ),
    ],
)
def test_a_test_that_does_not_run_is_noticed(source: str, around: str, said: str) -> None:
    assert fault(source, "test_a", around) == said


def test_pictures_of_the_documents_have_words() -> None:
    """The documents practise what they teach (B.4.2.1)."""
    told = {
        path.name: re.findall(r"!\[([^\]]*)\]", path.read_text(encoding="utf-8"))
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    }
    assert sum(map(len, told.values())) >= 4
    assert {name: words for name, words in told.items() if any(len(one.split()) < 3 for one in words)} == {}
