"""What was measured between two pictures, as it comes through the pipe; see `compare`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

Cut = tuple[int, int, int, int]  # per cent missing at the left, top, right and bottom


@dataclass(frozen=True, slots=True)
class Tone:
    """How one picture looks: mean lightness and its spread (0 to 100); a tinted print counts as coloured."""

    light: float
    spread: float
    coloured: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Both pictures, and what the one named by `shorter` ('one', 'other', '') does not show of the other."""

    one: Tone
    other: Tone
    shorter: str = ""
    cut: Cut = (0, 0, 0, 0)

    def to_json(self) -> dict[str, Any]:
        """As it comes through the pipe."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """The reverse of `to_json`."""
        left, top, right, bottom = told["cut"]
        return cls(Tone(**told["one"]), Tone(**told["other"]), told["shorter"], (left, top, right, bottom))
