"""Which engine serves an archive: named by its owner, or chosen by how many photographs there are."""

from dataclasses import dataclass

WHOOSH, TANTIVY, AUTO = "whoosh", "tantivy", "auto"
CHOICES = (AUTO, WHOOSH, TANTIVY)
THRESHOLD = 30_000
BACK = 2 / 3  # of the threshold: an archive that hovers around it does not go to and fro


@dataclass(frozen=True, slots=True)
class Policy:
    """What `ARCHIVE_SEARCH_ENGINE` says; above `threshold` photographs `auto` is tantivy."""

    choice: str = AUTO
    threshold: int = THRESHOLD

    def __call__(self, photographs: int, serving: str) -> str:
        """The engine for so many photographs, where `serving` ('' for none) answers now."""
        if self.choice != AUTO:
            return self.choice
        most = self.threshold * BACK if serving == TANTIVY else self.threshold
        return TANTIVY if photographs > most else WHOOSH
