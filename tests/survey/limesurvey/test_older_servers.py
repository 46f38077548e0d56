"""What servers before 6.15.4 say in other words."""

import pytest

from survey.limesurvey import errors
from survey.limesurvey.refusals import Call, find_refusal


@pytest.mark.parametrize("sentence", ["Error: No survey participants table", "No survey participants table"])
def test_a_missing_list_of_participants_has_two_names(sentence):
    call = Call("https://lime.example", "list_participants", ["key", 111111], 1)
    assert isinstance(find_refusal(call, {"status": sentence}, None), errors.NoParticipantTable)
