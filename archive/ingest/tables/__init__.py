"""Tables that come in: CSV and XLSX, a row a record, compared with what stands, field by field."""

from archive.ingest.tables.bringing import Run, bring_in

__all__ = ["Run", "bring_in"]
