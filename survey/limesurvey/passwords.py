"""Where the password comes from: the environment or the system's keyring, never a file."""

from collections.abc import Callable, Mapping

from pydantic import SecretStr

from survey.errors import ConfigurationError, Problem

__all__ = ["VARIABLE", "Secret", "find_password"]

VARIABLE = "JAMNA_LIMESURVEY_PASSWORD"  # the variable's name, not a password

Secret = SecretStr
"""A text that shows as asterisks wherever it is printed; only `get_secret_value` gives it."""

KeyringGet = Callable[[str, str], str | None]
"""Gives the password of a service and a user, or None: `keyring.get_password`."""


def find_password(address: str, user: str, environ: Mapping[str, str], keyring_get: KeyringGet) -> Secret:
    """The password of `user` at `address`: from the environment, else from the keyring's service "jamna ADDRESS".

    ConfigurationError with both ways to set it if it is in neither.
    """
    password = environ.get(VARIABLE) or _from_keyring(keyring_get, f"jamna {address}", user)
    if not password:
        advice = f'Set the environment variable {VARIABLE}, or keep it in the keyring: keyring set "jamna {address}" {user}'
        raise ConfigurationError(Problem(f"LimeSurvey at {address}", f"there is no password for {user}.", advice))
    return Secret(password)


def _from_keyring(keyring_get: KeyringGet, service: str, user: str) -> str | None:
    """The keyring's answer; None on a computer that has no keyring or whose keyring stays locked or is broken.

    A keyring is somebody else's program, chosen by whoever set up the computer: whatever it raises, it has no password to give.
    """
    try:
        return keyring_get(service, user)
    except Exception:  # noqa: BLE001
        return None
