"""`make bench`: every benchmark in turn; `python -m bench import`, or another name, for one."""

import sys

from bench import describing, export_files, import_photos, pages, search_find, tables

BENCHMARKS = {
    "import": import_photos.main,
    "export": export_files.main,
    "pages": pages.main,
    "describing": describing.main,
    "tables": tables.main,
    "search": lambda: search_find.main(10_000),
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = set(wanted) - set(BENCHMARKS)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}.")
    for name in wanted:
        BENCHMARKS[name]()
