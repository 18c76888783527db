"""The words of date expressions, lower case, and what each counts for."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    )
    for word in names.split()
    for name in (word, word + ".")
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon.", "tuesday tue. tues.", "wednesday wed.", "thursday thu. thur. thurs.", "friday fri.",
         "saturday sat.", "sunday sun.")
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS |= {name + "s": number for name, number in WEEKDAYS.items() if name.endswith("day")}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip
UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "fortnight": "fortnight", "month": "month",
    "months": "month", "year": "year", "years": "year", "decade": "decade", "decades": "decade",
    "hour": "hour", "hours": "hour", "minutes": "hour", "night": "day", "morning": "day", "evening": "day",
    "weekend": "weekend", "afternoon": "day", "century": "century",
}  # fmt: skip
DAYPARTS = frozenset({"night", "morning", "evening", "afternoon"})
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
NAMED_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
SHIFTS = {
    "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0, "that": 0,
    "same": 0, "preceding": -1,
}  # fmt: skip
