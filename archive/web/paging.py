"""Pages of a long list: which one is asked for, and which numbers its links show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

PER_PAGE = 20


@dataclass(frozen=True)
class Paging:
    """One page of a list of `total` things; `address` makes the address of a page from its number.

    `most` is how many of them can be turned to, where that is fewer.
    """

    total: int
    page: int
    address: Callable[[int], str]
    per_page: int = PER_PAGE
    most: int | None = None

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list still has one."""
        reachable = self.total if self.most is None else min(self.total, self.most)
        return max(1, -(-reachable // self.per_page))

    @property
    def beyond(self) -> bool:
        """Whether a page after the last one was asked for."""
        return self.page > self.pages

    @property
    def offset(self) -> int:
        """How many things stand on the pages before."""
        return (self.page - 1) * self.per_page

    @property
    def first(self) -> int:
        """Number of this page's first thing, counted from 1."""
        return self.offset + 1

    def numbers(self) -> Iterator[int | None]:
        """Page numbers to link: first, last, this one and its neighbours; None where some are left out."""
        near = {1, self.pages, self.page - 1, self.page, self.page + 1}
        shown = sorted(number for number in near if 1 <= number <= self.pages)
        before = 0
        for number in shown:
            if number == before + 2:
                yield number - 1
            elif number > before + 1:
                yield None
            yield number
            before = number
