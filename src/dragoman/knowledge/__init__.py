"""What the reader knows before it reads: data that an analyst can edit (TOML, TSV), and what loads it.

`parties/` and `world.py`: states, organisations, offices and their holders, and whom a mention names;
`acts/`: the words that name acts; `cues.tsv`, `signatures.toml`: how speech is told, and what governing words
do to an act's reality; `gazetteer/`: places. Each table names its sources at its head. A user's own file of
parties wins over ours (`overrides.py`); `update.py` brings office-holders up to date.
"""
