"""The tests: unit, flows, e2e, browser; benchmarks under bench/."""
