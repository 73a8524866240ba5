"""The record's page for archivists."""

from archive.web.edit import acts, fields
from archive.web.edit.page import pages

__all__ = ["acts", "fields", "pages"]
