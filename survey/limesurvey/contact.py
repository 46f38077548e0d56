"""The address that a survey shows to visitors it turns away."""

from survey.common.errors import Problem
from survey.limesurvey.errors import Refusal
from survey.limesurvey.structure.reading import Calls

DEFAULT_ADDRESS = "your-email@example.net"
"""`siteadminemail` in LimeSurvey's own config-defaults.php, as long as nobody writes another."""
INHERITED = "inherit"


def find_contact_remarks(connection: Calls, survey_id: int) -> list[Problem]:
    """Return a remark if the survey shows LimeSurvey's placeholder for the address.

    A survey without its own address inherits that of its group, and the group that of the site.
    RemoteControl shows only the site's address, and only to a super administrator. If it is not
    shown, there is no remark.
    """
    own = connection.call("get_survey_properties", survey_id, ["adminemail"]).get("adminemail")
    inherited = own in (INHERITED, "", None)
    address = _ask_site(connection) if inherited else own
    if address != DEFAULT_ADDRESS:
        return []
    whence = ", which it inherits from the site" if inherited else ""
    what = (
        f"shows {DEFAULT_ADDRESS} to visitors who are turned away{whence}: "
        "nobody reads what is sent there."
    )
    advice = (
        "Write an address of yours in LimeSurvey, in the survey's general settings "
        "or for all surveys in the global ones."
    )
    return [Problem(f"survey {survey_id}", what, advice)]


def _ask_site(connection: Calls) -> object:
    try:
        return connection.call("get_site_settings", "siteadminemail")
    except Refusal:
        return None
