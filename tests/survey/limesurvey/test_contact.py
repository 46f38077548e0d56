"""The address that a visitor without a token is shown.

LimeSurvey 6.4.2 gives "inherit" and your-email@example.net as below.
"""

import pytest

from survey.limesurvey.contact import find_contact_remarks
from survey.limesurvey.errors import Refused

STAND_IN = "your-email@example.net"


class Site:
    """A server whose survey and site have these addresses; None is one that is not shown."""

    def __init__(self, survey, site):
        self.survey, self.site = survey, site

    def call(self, method, *params):
        if method == "get_survey_properties":
            return {"adminemail": self.survey}
        assert (method, params) == ("get_site_settings", ("siteadminemail",))
        if self.site is None:
            raise Refused.at("LimeSurvey", method=method, reason="Invalid setting")
        return self.site


@pytest.mark.parametrize(
    ("survey", "site", "told"),
    [
        ("inherit", STAND_IN, "which it inherits from the site"),
        (None, STAND_IN, "which it inherits from the site"),
        (STAND_IN, "office@example.org", "turned away: nobody reads"),
    ],
)
def test_limesurveys_own_stand_in_is_told(survey, site, told):
    [remark] = find_contact_remarks(Site(survey, site), 811111)
    assert remark.where == "survey 811111"
    assert STAND_IN in remark.what
    assert told in remark.what


@pytest.mark.parametrize(
    ("survey", "site"),
    [("office@example.org", STAND_IN), ("inherit", "office@example.org"), ("inherit", None)],
)
def test_an_address_of_ones_own_is_fine_and_what_is_not_shown_is_not_guessed(survey, site):
    assert find_contact_remarks(Site(survey, site), 811111) == []
