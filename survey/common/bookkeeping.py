"""LimeSurvey's own columns of an export, which hold no answers."""

BOOKKEEPING = (
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "token",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
)
"""The columns before the answers, in LimeSurvey's order. Those after `seed` can be missing."""
