"""The reading room: reports as pages to look at.

`page.py` makes one self-contained page of a report, `marks.py` cuts its text where spans begin and end.
"""
