"""Benchmarks that compare the product with a bare equivalent, alternately on the same machine."""
