"""Benchmarks: speed and memory, as medians and beside a peer in the same run."""
