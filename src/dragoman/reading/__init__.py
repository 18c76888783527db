"""The pipeline: one spaCy component a file, in the order in which they run.

layout → parties → quotes → dates → places → events → relation → status → voice.
`drafts.py` says what they hand to each other on the Doc; `assemble.py` makes the records.
"""
