"""`make bench`: every benchmark in turn; `python -m bench import`, or another name, for one.

`python -m bench search [COUNT or FILE …]` says what search is measured on (see `bench.search`), and `page`
the search page (`bench.page`); `relevance [COLLECTION JUDGEMENTS]` what its order is judged by
(`bench.relevance`).
"""

import sys
from collections.abc import Callable

from bench import describing, export_files, import_photos, page, pages, relevance, search, tables

BENCHMARKS: dict[str, Callable[[], object]] = {
    "import": import_photos.main,
    "export": export_files.main,
    "pages": pages.main,
    "describing": describing.main,
    "tables": tables.main,
    "search": lambda: search.main([]),
    "page": lambda: page.main([]),
    "relevance": lambda: relevance.main([]),
}
WITH_WORDS: dict[str, Callable[[list[str]], None]] = {
    "search": search.main,
    "page": page.main,
    "relevance": relevance.main,
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(BENCHMARKS)
    if wanted[0] in WITH_WORDS:
        WITH_WORDS[wanted[0]](wanted[1:])
        sys.exit()
    unknown = set(wanted) - set(BENCHMARKS)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}.")
    for name in wanted:
        BENCHMARKS[name]()
