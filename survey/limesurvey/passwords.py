"""Where the password comes from: the environment or the system's keyring, never a file."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from keyring.errors import KeyringLocked, NoKeyringError
from pydantic import SecretStr

from survey.common.errors import ConfigurationError, Problem

__all__ = ["VARIABLE", "Secret", "find_password"]

VARIABLE = "JAMNA_LIMESURVEY_PASSWORD"  # the variable's name, not a password

Secret = SecretStr
"""A text that is printed as asterisks; `get_secret_value` returns it."""

KeyringGet = Callable[[str, str], str | None]
"""`keyring.get_password`: returns the password of a service and a user, or None."""


def find_password(
    address: str, user: str, environ: Mapping[str, str], keyring_get: KeyringGet
) -> Secret:
    """Find the password of `user` at `address` in the environment or in the keyring.

    The keyring's service is "jamna ADDRESS". ConfigurationError if the password is in neither, or
    if the keyring is broken.
    """
    password = environ.get(VARIABLE) or _from_keyring(keyring_get, address, user)
    if not password:
        advice = (
            f"Set the environment variable {VARIABLE}, or keep it in the keyring: "
            f'keyring set "jamna {address}" {user}'
        )
        raise ConfigurationError(
            Problem(_name(address), f"there is no password for {user}.", advice)
        )
    return Secret(password)


def _from_keyring(keyring_get: KeyringGet, address: str, user: str) -> str | None:
    """Return the keyring's password; None if there is no keyring, or it stays locked.

    A keyring is another program, and it can raise any error. Its words are not shown, as they could
    hold secrets.
    """
    with suppress(Exception):
        try:
            return keyring_get(f"jamna {address}", user)
        except (NoKeyringError, KeyringLocked):
            return None
    what = "the keyring of this computer cannot be used."
    raise ConfigurationError(
        Problem(_name(address), what, f"Set the environment variable {VARIABLE}.")
    )


def _name(address: str) -> str:
    return f"LimeSurvey at {address}"
