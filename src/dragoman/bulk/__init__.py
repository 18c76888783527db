"""Many articles at once, on the cores of one machine or a cluster, with Ray Data.

`sources.py` lets Ray read what `dragoman.sources` reads, `work.py` is what a worker does with a batch,
`run.py` puts them together and commits what comes back.
"""
