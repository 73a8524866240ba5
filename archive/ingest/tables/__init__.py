"""Tables that come in: CSV and XLSX, a row a record, compared with what stands, field by field."""

from archive.ingest.tables.bringing import Run, alone, bring_in, join
from archive.ingest.tables.joining import Joined
from archive.ingest.tables.remembering import remember

__all__ = ["Joined", "Run", "alone", "bring_in", "join", "remember"]
