"""How the survey itself behaves on the server."""

import json
from collections.abc import Mapping

MUNICIPALITY = {
    "description": "Municipality",
    "mandatory": "N",
    "encrypted": "N",
    "show_register": "N",
    "cpdbmap": "",
}

SETTINGS: Mapping[str, str] = {
    "gsid": "1",
    "admin": "inherit",
    "adminemail": "inherit",
    "anonymized": "N",
    "format": "G",
    "savetimings": "N",
    "template": "fruity_twentythree",
    "language": "",
    "additional_languages": "",
    "datestamp": "Y",
    "usecookie": "N",
    "allowregister": "N",
    "allowsave": "Y",
    "autonumber_start": "0",
    "autoredirect": "N",
    "allowprev": "Y",
    "printanswers": "N",
    "ipaddr": "N",
    "ipanonymize": "N",
    "refurl": "N",
    "showsurveypolicynotice": "0",
    "publicstatistics": "N",
    "publicgraphs": "N",
    "listpublic": "N",
    "htmlemail": "Y",
    "sendconfirmation": "N",
    "tokenanswerspersistence": "Y",
    "assessments": "N",
    "usecaptcha": "N",
    "usetokens": "N",
    "attributedescriptions": json.dumps({"attribute_1": MUNICIPALITY}),
    "tokenlength": "15",
    "showxquestions": "N",
    "showgroupinfo": "B",
    "shownoanswer": "N",
    "showqnumcode": "X",
    "bounceprocessing": "N",
    "showwelcome": "Y",
    "showprogress": "Y",
    "questionindex": "0",
    "navigationdelay": "0",
    "nokeyboard": "N",
    "alloweditaftercompletion": "N",
    "access_mode": "O",
}
"""LimeSurvey's columns, in its order.

What matters here: one page a section; answers are tied to tokens (not `anonymized`) and dated, and
no network address or referring page is kept. A company can go back, and come back later with its
token, until it has sent its answers. LimeSurvey adds no answer of its own ("no answer", last and
chosen beforehand: `shownoanswer`); what nobody answers stays blank.

Whoever makes the list of participants, it has a column for the municipality
(`attributedescriptions`).
`access_mode` is "O", open, as long as there is nobody to let in: inviting closes the survey.
"""
