"""Where the password comes from: the environment or the system's keyring, never a file."""

from collections.abc import Callable, Mapping

from keyring.errors import KeyringLocked, NoKeyringError
from pydantic import SecretStr

from survey.common.errors import ConfigurationError, Problem

__all__ = ["VARIABLE", "Secret", "find_password"]

VARIABLE = "JAMNA_LIMESURVEY_PASSWORD"  # the variable's name, not a password

Secret = SecretStr
"""A text that shows as asterisks wherever it is printed; only `get_secret_value` gives it."""

KeyringGet = Callable[[str, str], str | None]
"""Gives the password of a service and a user, or None: `keyring.get_password`."""


def find_password(
    address: str, user: str, environ: Mapping[str, str], keyring_get: KeyringGet
) -> Secret:
    """The password of `user` at `address`: from the environment, else from the keyring's service "jamna ADDRESS".

    ConfigurationError with both ways to set it if it is in neither, or with the first alone if the keyring is broken.
    """
    password = environ.get(VARIABLE) or _from_keyring(keyring_get, address, user)
    if not password:
        advice = f'Set the environment variable {VARIABLE}, or keep it in the keyring: keyring set "jamna {address}" {user}'
        raise ConfigurationError(
            Problem(_name(address), f"there is no password for {user}.", advice)
        )
    return Secret(password)


def _from_keyring(keyring_get: KeyringGet, address: str, user: str) -> str | None:
    """The keyring's answer; None on a computer that has no keyring or whose keyring stays locked.

    A keyring is somebody else's program, chosen by whoever set up the computer: it can raise anything, in words that nobody has checked
    for secrets.
    """
    try:
        return keyring_get(f"jamna {address}", user)
    except (NoKeyringError, KeyringLocked):
        return None
    except Exception:  # noqa: BLE001
        problem = Problem(
            _name(address),
            "the keyring of this computer cannot be used.",
            f"Set the environment variable {VARIABLE}.",
        )
    raise ConfigurationError(problem)


def _name(address: str) -> str:
    return f"LimeSurvey at {address}"
