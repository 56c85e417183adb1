"""Measures the platform beside what the machine could do at best: plain DuckDB on the same rows.

**Belongs here**: ratios within one run, times and peak memory of whole processes.

**Keep out**: assertions; a machine's speed is not a property of the product.

Run: `make bench`, or `python -m benchmarks --order-lines 100000`.
"""
