"""Pictures that look the same are found, different ones are not, and what holds too little is left out."""

from __future__ import annotations

import io
import itertools
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps
from sqlalchemy import delete, insert, select

from archive.catalogue import images, likeness, photographs, visibility
from archive.catalogue.likeness import Looks
from archive.catalogue.models import Alike, Photograph
from archive.catalogue.models import Image as Row
from archive.descriptions import merging
from archive.history import OPERATOR
from archive.ingest.run import attach_upload
from archive.media.derive import derive
from archive.media.values import Attribution, Refused
from archive.parts import Parts
from tests import builders

SAMPLE = Path(__file__).parents[2] / "images" / "sample" / "photos"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "images"
# Which files of the corpus show one and the same picture; all others show different ones.
SAME = tuple(
    re.compile(words)
    for words in ("rotation-", "paris", "hopper_(orientation|16bit)", "reagan", "rocket", "astronaut")
)
TWINS = (
    {"pil_sample_cmyk.jpg", "tiff_strip_cmyk_jpeg.tif"},
    {"exif-dpi-zerodivision.jpg", "invalid-exif.jpg"},
)


def say(line: str) -> None:
    """Show a line of what was measured (pytest -rP)."""
    sys.stdout.write(f"{line}\n")


def shrunk(picture: Image.Image, folder: Path) -> Path:
    """The smallest derivative of a picture, made as the archive makes it."""
    data = folder / f"{random.getrandbits(64)}.png"
    picture.convert("RGB").save(data, compress_level=1)
    return smallest(data, folder)


def smallest(source: Path, folder: Path) -> Path:
    target = folder / f"{source.stem}-{random.getrandbits(64)}"
    width = min(size.width for size in derive(source, target, Attribution()).sizes)
    return target / f"{width}.jpg"


def alike(one: Looks | str, other: Looks | str) -> bool:
    """What the archive says of two pictures."""
    if isinstance(one, str) or isinstance(other, str):
        return False
    pairs = ((one.frequencies, other.frequencies), (one.steps, other.steps))
    return all((a ^ b).bit_count() <= likeness.NEAR for a, b in pairs)


def scene(seed: int) -> Image.Image:
    """A made picture with enough in it to be told from others."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (640, 480), (chance.randrange(256),) * 3)
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randrange(640), chance.randrange(480)
        tone = tuple(chance.randrange(256) for _ in range(3))
        pen.ellipse((x - 80, y - 60, x + chance.randrange(120), y + chance.randrange(120)), fill=tone)
    return picture


def encoded(picture: Image.Image, form: str, **how: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return Image.open(out).convert("RGB")


def cropped(picture: Image.Image, share: float) -> Image.Image:
    width, height = picture.size
    x, y = round(width * share), round(height * share)
    return picture.crop((x, y, width - x, height - y))


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "the same pixels": lambda p: p.copy(),
    "JPEG, quality 30": lambda p: encoded(p, "JPEG", quality=30),
    "WebP, quality 50": lambda p: encoded(p, "WEBP", quality=50),
    "half the size": lambda p: p.resize((p.width // 2, p.height // 2)),
    "one and a half times": lambda p: p.resize((p.width * 3 // 2, p.height * 3 // 2)),
    "grey": lambda p: p.convert("L").convert("RGB"),
    "sepia": lambda p: ImageOps.colorize(p.convert("L"), (40, 25, 10), (255, 240, 210)),
    "a quarter brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.25),
    "more contrast": lambda p: ImageEnhance.Contrast(p).enhance(1.3),
    "turned by 1 degree": lambda p: p.rotate(1, Image.Resampling.BICUBIC),
    "1 % off each side": lambda p: cropped(p, 0.01),
    "2 % off each side": lambda p: cropped(p, 0.02),
    "3 % off each side": lambda p: cropped(p, 0.03),
}
NOT_COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "mirrored": ImageOps.mirror,
    "a third cut away": lambda p: p.crop((0, 0, p.width * 2 // 3, p.height)),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image.Image]:
    """The photographs that ship with the archive, at most 700 pixels wide."""
    found = {}
    for path in sorted(SAMPLE.iterdir()):
        with Image.open(path) as picture:
            picture.draft("RGB", (700, 700))
            small = picture.convert("RGB")
        small.thumbnail((700, 700))
        found[path.name] = small
    return found


def test_copies_are_found_and_the_table_of_it(sample: dict[str, Image.Image], tmp_path: Path) -> None:
    before = {name: likeness.looks(shrunk(picture, tmp_path)) for name, picture in sample.items()}
    say(f"{'copy':24}{'found':>8}{'of':>5}{'most bits pHash':>17}{'dHash':>7}")
    found = {}
    for words, copy in (COPIES | NOT_COPIES).items():
        after = {name: likeness.looks(shrunk(copy(picture), tmp_path)) for name, picture in sample.items()}
        found[words] = sum(alike(before[name], after[name]) for name in sample)
        bits = [
            ((a.frequencies ^ b.frequencies).bit_count(), (a.steps ^ b.steps).bit_count())
            for a, b in ((before[name], after[name]) for name in sample)
            if isinstance(a, Looks) and isinstance(b, Looks)
        ]
        worst = [max(column) for column in zip(*bits, strict=True)]
        say(f"{words:24}{found[words]:8}{len(sample):5}{worst[0]:17}{worst[1]:7}")
    assert {words for words in COPIES if found[words] < len(sample)} <= {"3 % off each side"}
    assert found["3 % off each side"] >= len(sample) - 2
    assert [words for words in NOT_COPIES if found[words]] == []
    assert likeness.looks(shrunk(sample["rocket.jpg"], tmp_path)) == before["rocket.jpg"]


def test_no_two_different_pictures_of_the_sample_and_the_corpus_count_as_one(tmp_path: Path) -> None:
    sources = sorted(SAMPLE.iterdir())
    if CORPUS.is_dir():
        sources += [path for path in sorted(CORPUS.rglob("*")) if path.is_file()]
    else:
        say("../shared/corpus is not here, so only the sample was compared")
    seen: list[tuple[str, Looks | str]] = []
    for path in sources:
        try:
            seen.append((path.name, likeness.looks(smallest(path, tmp_path))))
        except Refused:
            continue
    told = [(name.lower(), one) for name, one in seen if isinstance(one, Looks)]
    wrong: list[tuple[str, str]] = []
    missed: list[tuple[str, str]] = []
    different = 0
    for (a, one), (b, other) in itertools.combinations(told, 2):
        same = any(word.search(a) and word.search(b) for word in SAME) or {a, b} in TWINS or a == b
        different += not same
        if alike(one, other) is not same:
            (missed if same else wrong).append((a, b))
    say(f"{len(seen)} pictures, {len(told)} tell enough, {different} pairs of different ones; wrong: {wrong}")
    assert wrong == []
    assert missed == []


def test_parts_of_one_picture_and_pages_of_text_are_told_apart(
    sample: dict[str, Image.Image], tmp_path: Path
) -> None:
    parts = []
    for name, picture in sample.items():
        wide, high = picture.width // 3, picture.height // 3
        for x, y in itertools.product(range(3), range(3)):
            part = picture.crop((x * wide, y * high, (x + 1) * wide, (y + 1) * high))
            parts.append(((name, x, y), likeness.looks(shrunk(part, tmp_path))))
    pages = [((f"page {seed}", 0, 0), likeness.looks(shrunk(page(seed), tmp_path))) for seed in range(20)]
    told = [one for one in parts + pages if isinstance(one[1], Looks)]
    wrong = [(a, b) for (a, one), (b, other) in itertools.combinations(told, 2) if alike(one, other)]
    say(f"{len(told)} of {len(parts) + len(pages)} parts and pages tell enough; alike: {wrong}")
    assert len(told) >= 80
    assert wrong == []


def page(seed: int) -> Image.Image:
    chance = random.Random(seed)
    sheet = Image.new("L", (800, 1100), 250)
    pen = ImageDraw.Draw(sheet)
    for line in range(36):
        words = ("".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(12))
        pen.text((60, 60 + 28 * line), " ".join(words), fill=10, font_size=22)
    return sheet


def plain_pictures() -> dict[str, Image.Image]:
    chance = np.random.default_rng(1)
    half = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(half).rectangle((0, 150, 400, 300), fill=0)
    grey = Image.linear_gradient("L").resize((400, 300))
    noise = Image.fromarray(np.clip(chance.normal(128, 6, (300, 400)), 0, 255).astype("uint8"))
    flat = {f"flat {tone}": Image.new("L", (400, 300), tone) for tone in (0, 30, 128, 255)}
    made = {"half black": half, "gradient": grey, "gradient across": grey.rotate(90), "noise": noise}
    return flat | made | {"round gradient": Image.radial_gradient("L"), "one pixel": Image.new("L", (1, 1))}


@pytest.mark.parametrize("name", plain_pictures())
def test_pictures_that_hold_too_little_are_left_out(name: str, tmp_path: Path) -> None:
    assert likeness.looks(shrunk(plain_pictures()[name], tmp_path)) == likeness.PLAIN


def test_a_file_that_is_missing_empty_or_torn_is_said_to_be_unread(tmp_path: Path) -> None:
    whole = shrunk(scene(1), tmp_path)
    assert isinstance(likeness.looks(whole), Looks)
    torn = tmp_path / "torn.jpg"
    torn.write_bytes(whole.read_bytes()[:900])
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.jpg").write_text("not a picture")
    for name in ("torn.jpg", "empty.jpg", "text.jpg", "nowhere.jpg"):
        assert likeness.looks(tmp_path / name) == likeness.UNREAD, name


def test_distances_are_bits_that_differ() -> None:
    assert likeness.distance("0" * 16, "0" * 15 + "7") == 3
    assert likeness.distance("f" * 16, "0" * 16) == 64
    for mark in ("", likeness.PLAIN, likeness.UNREAD, likeness.BESIDE):
        assert likeness.distance("0" * 16, mark) is None


def add(parts: Parts, picture: Image.Image, *, form: str = "PNG", role: str = "recto", to: str = "") -> str:
    """A record with this picture (or another file for one that is there); returns its accession number."""
    accession = to or builders.photograph(parts)
    data = io.BytesIO()
    picture.save(data, form)
    data.seek(0)
    attach_upload(parts.tools, builders.ARCHIVIST, accession, data, f"a.{form.lower()}", role)
    return accession


def tended(parts: Parts) -> int:
    """Tend until nothing waits; returns how many rounds had something to do."""
    rounds = 0
    while likeness.tend(parts.db, parts.store):
        rounds += 1
        assert rounds < 50
    return rounds


def others(parts: Parts, accession: str) -> list[tuple[str, int]]:
    with parts.db.reading() as session:
        found = likeness.of(session, photographs.get(session, accession))
        return [(other.accession, distance) for other, distance, _ in found]


def pairs(parts: Parts) -> int:
    with parts.db.reading() as session:
        return len(session.scalars(select(Alike.distance)).all())


def marks(parts: Parts) -> list[str]:
    with parts.db.reading() as session:
        return [
            "hash" if len(one) == 16 and one[0] != "-" else one
            for one in session.scalars(select(Row.likeness).order_by(Row.id))
        ]


def test_pairs_are_kept_both_ways_whether_they_came_together_or_one_after_the_other(parts: Parts) -> None:
    first = add(parts, scene(1))
    stranger = add(parts, scene(2))
    assert tended(parts) == 1
    second = add(parts, scene(1), form="WEBP")
    third = add(parts, cropped(scene(1), 0.01))
    assert tended(parts) == 1
    assert others(parts, stranger) == []
    assert {one for one, _ in others(parts, first)} == {second, third}
    assert {one for one, _ in others(parts, second)} == {first, third}
    assert {one for one, _ in others(parts, third)} == {first, second}
    assert pairs(parts) == 6
    assert tended(parts) == 0


def test_the_same_pixels_have_no_distance(parts: Parts) -> None:
    first, second = add(parts, scene(3)), add(parts, scene(3), form="TIFF")
    tended(parts)
    assert others(parts, first) == [(second, 0)]


def test_only_fronts_are_compared_and_flat_ones_match_nothing(parts: Parts) -> None:
    front = add(parts, scene(1))
    add(parts, scene(1), form="TIFF", role="verso", to=add(parts, scene(2)))
    for tone in (10, 200):
        add(parts, Image.new("L", (500, 400), tone))
    tended(parts)
    assert marks(parts) == ["hash", "hash", likeness.BESIDE, likeness.PLAIN, likeness.PLAIN]
    assert others(parts, front) == []


def test_a_replaced_picture_drops_out_at_once_and_its_pairs_at_the_next_look(parts: Parts) -> None:
    first, second = add(parts, scene(1)), add(parts, scene(1), form="TIFF")
    tended(parts)
    add(parts, scene(5), to=second)
    assert others(parts, first) == []
    assert others(parts, second) == []
    tended(parts)
    assert pairs(parts) == 0


def test_a_pair_that_is_kept_is_held_against_the_pictures_in_force(parts: Parts) -> None:
    first, second = add(parts, scene(1)), add(parts, scene(1), form="TIFF")
    tended(parts)
    with parts.db.writing() as session:
        for image in photographs.get(session, second).images:
            image.likeness = f"{int(image.likeness, 16) ^ 0xFFF:016x}"  # as of another picture
    assert pairs(parts) == 2
    assert others(parts, first) == others(parts, second) == []


def test_a_picture_put_back_is_alike_again(parts: Parts) -> None:
    first, second = add(parts, scene(1)), add(parts, scene(1), form="TIFF")
    earlier = images.front(builders.get(parts, second))
    add(parts, scene(5), to=second)
    tended(parts)
    with parts.db.writing() as session:
        record = photographs.get(session, second)
        images.put_back(session, OPERATOR, record, earlier).likeness = ""
    tended(parts)
    assert others(parts, first) == [(second, 0)]


def test_withdrawn_records_drop_out_and_come_back(parts: Parts) -> None:
    first, second = add(parts, scene(1)), add(parts, scene(1), form="TIFF")
    tended(parts)
    with parts.db.writing() as session:
        visibility.withdraw(session, OPERATOR, second, "A reason.")
    assert others(parts, first) == others(parts, second) == []
    with parts.db.writing() as session:
        visibility.publish(session, OPERATOR, second, again=True)
    assert others(parts, first) == [(second, 0)]


def test_merged_records_drop_out(parts: Parts) -> None:
    first, second = add(parts, scene(1)), add(parts, scene(1), form="TIFF")
    tended(parts)
    with parts.db.writing() as session:
        merging.merge(session, OPERATOR, second, first)
        for image in photographs.get(session, first).images:
            image.likeness = ""
    assert others(parts, first) == others(parts, second) == []
    tended(parts)
    assert pairs(parts) == 0


def test_what_cannot_be_read_is_tried_once_until_somebody_asks(parts: Parts) -> None:
    accession = add(parts, scene(1))
    sha256 = images.front(builders.get(parts, accession))
    kept = parts.store.derived_path(sha256, 400, "jpg").read_bytes()
    parts.store.forget_derived(sha256)
    assert tended(parts) == 1
    assert marks(parts) == [likeness.UNREAD]
    assert tended(parts) == 0
    parts.store.derived_folder(sha256).mkdir()
    parts.store.derived_path(sha256, 400, "jpg").write_bytes(kept)
    likeness.again(parts.db)
    assert tended(parts) == 1
    assert marks(parts) == ["hash"]


def test_a_round_is_small_and_the_next_one_goes_on(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(5):
        add(parts, scene(seed))
    monkeypatch.setattr(likeness, "BATCH", 2)
    assert [likeness.tend(parts.db, parts.store) for _ in range(4)] == [2, 2, 1, 0]
    monkeypatch.setattr(likeness, "SECONDS", 0.0)
    with parts.db.writing() as session:
        for image in session.scalars(select(Row)):
            image.likeness = ""
    assert likeness.tend(parts.db, parts.store) == 1


def test_a_picture_that_changes_while_it_is_looked_at_is_left_for_the_next_round(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    accession = add(parts, scene(1))
    add(parts, scene(1), form="TIFF")
    real = likeness.looks

    def meanwhile(path: Path) -> Looks | str:
        monkeypatch.setattr(likeness, "looks", real)
        add(parts, scene(7), to=accession)
        return real(path)

    monkeypatch.setattr(likeness, "looks", meanwhile)
    likeness.tend(parts.db, parts.store)
    assert marks(parts)[0] == ""
    assert tended(parts) == 1
    assert others(parts, accession) == []


def test_a_hundred_thousand_pictures_do_not_slow_a_round_down(parts: Parts) -> None:
    newest = add(parts, scene(1))
    copy = add(parts, scene(1), form="TIFF")
    tended(parts)
    chance = np.random.default_rng(3)
    hashes = [f"{one:016x}" for one in chance.integers(0, 1 << 64, 100_000, dtype=np.uint64)]
    record = {
        column.name: column.default.arg if column.default is not None and column.default.is_scalar else ""
        for column in Photograph.__table__.columns
        if not column.nullable and column.name != "id"
    }
    file = {"format": "JPEG", "width": 800, "height": 600, "bytes": 1, "file_name": "a.jpg", "added": ""}
    with parts.db.writing() as session:
        numbers = range(1000, 101_000)
        session.execute(insert(Photograph), [record | {"id": n, "accession": f"X{n}"} for n in numbers])
        rows = [
            file | {"photograph_id": n, "sha256": f"{n:064x}", "likeness": h, "embedded": {"a": "b" * 600}}
            for n, h in zip(numbers, hashes, strict=True)
        ]
        session.execute(insert(Row), rows)
        session.execute(delete(Alike))
        for image in photographs.get(session, copy).images:
            image.likeness = ""
    begun = time.perf_counter()
    assert likeness.tend(parts.db, parts.store) == 1
    round_ = time.perf_counter() - begun
    begun = time.perf_counter()
    assert likeness.tend(parts.db, parts.store) == 0
    idle = time.perf_counter() - begun
    begun = time.perf_counter()
    assert others(parts, newest) == [(copy, 0)]
    asked = time.perf_counter() - begun
    took = {"a round": round_, "nothing to do": idle, "asked": asked}
    say("at 100,000: " + ", ".join(f"{words} {seconds * 1e3:.0f} ms" for words, seconds in took.items()))
    assert round_ < 2
    assert asked < 0.1
