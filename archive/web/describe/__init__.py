"""The describing page: read, write, check, save, and on to the next."""

from archive.web.describe.acts import pages

__all__ = ["pages"]
