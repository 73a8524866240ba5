"""The catalogue: photographs, collections, names, files."""
