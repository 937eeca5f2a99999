"""Benchmarks: each prints one JSON line of figures and never fails by the clock."""
