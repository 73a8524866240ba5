"""Bringing in: files and caption sheets become records."""
