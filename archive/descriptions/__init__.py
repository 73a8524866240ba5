"""Descriptions: alt texts, long descriptions and transcripts, and how they come to be approved."""
