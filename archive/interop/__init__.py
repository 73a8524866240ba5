"""Formats that others read, one file a format."""
