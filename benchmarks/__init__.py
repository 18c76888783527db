"""What the figures of the documentation come from: `python -m benchmarks.NAME FILE`, one JSON line last."""
