"""The password comes from the environment or the keyring, and shows nowhere."""

from traceback import format_exception

import pytest
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from survey.common.errors import ConfigurationError
from survey.limesurvey.passwords import VARIABLE, find_password

ADDRESS = "https://survey.example.org"


def no_keyring(service, user):
    raise NoKeyringError


def locked_keyring(service, user):
    raise KeyringLocked


def keyring_of(known):
    return lambda service, user: known.get((service, user))


def test_the_environment_comes_first():
    keyring = keyring_of({(f"jamna {ADDRESS}", "admin"): "kept"})
    assert (
        find_password(ADDRESS, "admin", {VARIABLE: "given"}, keyring).get_secret_value() == "given"
    )


def test_the_keyring_is_asked_for_this_server_and_user():
    keyring = keyring_of({(f"jamna {ADDRESS}", "admin"): "kept"})
    assert find_password(ADDRESS, "admin", {}, keyring).get_secret_value() == "kept"
    with pytest.raises(ConfigurationError):
        find_password("https://elsewhere.example.org", "admin", {}, keyring)


@pytest.mark.parametrize("keyring", [no_keyring, locked_keyring, keyring_of({})])
def test_both_ways_to_set_it_are_told(keyring):
    with pytest.raises(
        ConfigurationError,
        match=rf'no password for admin. Set .*{VARIABLE}, .*keyring set "jamna {ADDRESS}" admin',
    ):
        find_password(ADDRESS, "admin", {}, keyring)


@pytest.mark.parametrize("kind", [RuntimeError, ModuleNotFoundError, OSError, InitError])
def test_a_broken_keyring_is_told_without_its_own_words(kind):
    def broken_keyring(service, user):
        raise kind("kept-7")

    with pytest.raises(
        ConfigurationError, match=rf"keyring .* cannot be used\. Set .*{VARIABLE}\.$"
    ) as caught:
        find_password(ADDRESS, "admin", {}, broken_keyring)
    assert "kept-7" not in "".join(format_exception(caught.value))
    assert (
        find_password(ADDRESS, "admin", {VARIABLE: "given"}, broken_keyring).get_secret_value()
        == "given"
    )


def test_it_shows_nowhere():
    secret = find_password(ADDRESS, "admin", {VARIABLE: "given-7"}, no_keyring)
    assert "given-7" not in f"{secret} {secret!r} {vars(type(secret))}"
