"""`archive serve`, with pages that count two facets whatever the archive's size; `filters=all` counts all."""

from archive.cli.running import serve
from archive.web import narrowing

if __name__ == "__main__":
    narrowing.LARGE = 0
    serve([])
