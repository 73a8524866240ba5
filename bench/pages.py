"""Pages at 10,000 photographs with four clients: home, search and record, through the real server."""

import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

from archive.catalogue import collections, images, photographs, visibility
from archive.catalogue.images import File
from archive.catalogue.photographs import Draft
from archive.config import Settings
from archive.descriptions import workflow
from archive.descriptions.workflow import Words
from archive.history import OPERATOR, Actor
from archive.parts import build
from archive.search import keeper
from bench import machine

COUNT = int(os.environ.get("BENCH_RECORDS", "10000"))
CLIENTS = 4
REQUESTS = 60
DESCRIBER, REVIEWER = Actor("writer", frozenset({"describer"})), Actor("checker", frozenset({"reviewer"}))
WHO = "minister crowd doctor nurse baker sailor teacher striker keeper mayor farmer pilot child band".split()
DOES = (
    "waits crosses leaves opens paints repairs watches carries greets boards clears measures counts".split()
)
WHAT = "bridge harbour market school station square field tunnel ferry mast stage boat wall gate tram".split()
HOW = "quietly early late alone together slowly again twice first".split()
WHERE = ["Vellmar", "Oststrand", "Port Amry", "Lower Quay", "Santa Rocha", "Hillgate"]
LANDS = ["Lowland", "Norland", "Marisca"]
NAMES = [
    f"{a} {b}"
    for a in ("Ana", "Ben", "Cleo", "Dov", "Eva", "Finn")
    for b in ("Roe", "Vale", "Marsh", "Okoro")
]


def sentence(chance: random.Random) -> str:
    """A caption from a small grammar; squares of chance make some words common and some rare."""

    def pick(words: list[str]) -> str:
        return words[int(chance.random() ** 2 * len(words))]

    return (
        f"A {pick(WHO)} {pick(DOES)} the {pick(WHAT)} {pick(HOW)} beside a {pick(WHAT)} as a {pick(WHO)} "
        f"{pick(DOES)} number {chance.randrange(COUNT)}."
    )


def fill(home: Path) -> list[str]:
    """Ten thousand published records, four of five described, and their index; returns accessions."""
    parts = build(Settings(home=home, database=home / "archive.db"))
    chance = random.Random(5)
    accessions = []
    for start in range(0, COUNT, 500):
        with parts.db.writing() as session:
            for number in range(start, min(start + 500, COUNT)):
                story = number % 40
                title = {"title": f"Story {story}"}
                collection = collections.open_one(session, OPERATOR, f"story-{story}", title)
                place = int(chance.random() ** 2 * len(WHERE))
                values = {
                    "headline": sentence(chance)[:60],
                    "caption": sentence(chance) + " " + sentence(chance),
                    "caption_language": "en",
                    "credit_line": chance.choice(NAMES) + " / Lowland Press",
                    "creators": [chance.choice(NAMES)],
                    "people": [chance.choice(NAMES)],
                    "keywords": [chance.choice(WHAT), chance.choice(WHO)],
                    "edtf": str(1900 + number % 120),
                    "date_text": str(1900 + number % 120),
                    "city": WHERE[place],
                    "country": LANDS[place % 3],
                }
                record = photographs.register(session, OPERATOR, Draft(values, collection=collection))
                if number % 5:
                    saved = workflow.save(session, DESCRIBER, record, Words("alt", "en", sentence(chance)))
                    if saved:
                        workflow.approve(session, REVIEWER, saved.id, version=saved.version)
                images.attach(session, OPERATOR, record, picture(number))
                visibility.publish(session, OPERATOR, record.accession)
                accessions.append(record.accession)
    begun = time.perf_counter()
    keeper.rebuild(parts.db, parts.index)
    seconds, megabytes = time.perf_counter() - begun, parts.index.status().bytes / 1e6
    print(f"  index of {COUNT} built in {seconds:.1f} s, {megabytes:.1f} MB")
    parts.close()
    return accessions


def picture(number: int) -> File:
    """The facts of a picture, which is what lists and queues ask for; no file is read here."""
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    return File(sha256, "JPEG", 3000, 2000, 2_000_000, f"{number}.jpg", {})


def addresses(accessions: list[str]) -> dict[str, list[str]]:
    """What the clients ask for."""
    chance = random.Random(9)
    queries = [
        "tram", "crowd", "ferry repairs", '"the bridge"', "har*", "city:x", "people:roe",
        "date:1930..1939 boat", "is:undescribed market", "minister OR mayor", "number -tram", "",
    ]  # fmt: skip
    search = ["/photographs?q=" + urllib.parse.quote(query) for query in queries]
    search += [f"/photographs?q={chance.choice(WHAT)}+{chance.choice(WHO)}&sort=oldest" for _ in range(12)]
    return {
        "home": ["/"],
        "search": search,
        "record": [f"/photographs/{chance.choice(accessions)}" for _ in range(200)],
    }


def ask(base: str, paths: list[str], times: list[float]) -> None:
    """One client: requests one after another."""
    for path in paths:
        begun = time.perf_counter()
        with urllib.request.urlopen(base + path) as answer:
            answer.read()
        times.append((time.perf_counter() - begun) * 1000)


def measure(base: str, paths: list[str]) -> list[float]:
    """Milliseconds of every request of four clients at once."""
    times: list[list[float]] = [[] for _ in range(CLIENTS)]
    threads = []
    for number in range(CLIENTS):
        chance = random.Random(number)
        mine = [chance.choice(paths) for _ in range(REQUESTS)]
        threads.append(threading.Thread(target=ask, args=(base, mine, times[number])))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for each in times for one in each]


def weight(base: str) -> dict[str, float]:
    """Kilobytes of the first page, of its style sheets and scripts, pictures left out."""
    with urllib.request.urlopen(base + "/") as answer:
        page = answer.read().decode()
    kilobytes = {"page": len(page.encode()) / 1000}
    found = re.findall(r'(?:href|src)="(/static/[^"]+\.(css|js)[^"]*)"', page)
    for address, kind in found:
        with urllib.request.urlopen(base + address) as answer:
            kilobytes[kind] = kilobytes.get(kind, 0) + len(answer.read()) / 1000
    return kilobytes


def main() -> None:
    """Print the table."""
    print(f"Pages at {COUNT} photographs, {CLIENTS} clients; {machine.line()}")
    with tempfile.TemporaryDirectory() as name:
        accessions = fill(Path(name))
        environment = os.environ | {"ARCHIVE_HOME": name, "ARCHIVE_PORT": "0"}
        command = [sys.executable, "-m", "archive", "serve"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None  # noqa: S101 - a pipe was asked for
            base = server.stdout.readline().strip().replace("localhost", "127.0.0.1")
            for kind, paths in addresses(accessions).items():
                measure(base, paths)  # every process has opened what it keeps
                times = measure(base, paths)
                print(
                    f"  {kind:7} p50 {machine.at(times, 0.5):6.1f} ms   p95 {machine.at(times, 0.95):6.1f} ms"
                )
            facts = weight(base)
            listed = ", ".join(f"{kind} {value:.1f} kB" for kind, value in facts.items())
            print(f"  first page without pictures: {sum(facts.values()):.1f} kB ({listed}; aim: at most 60)")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
