# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This module util is private to the collection: it may change at any time. Do not use it from elsewhere.

"""Finds an access key: it takes the first place that names one whole, and never mixes two places."""

from __future__ import annotations

import codecs
import configparser
import os
import re
import stat
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Mapping

from ansible_collections.edgeops.cdn.plugins.module_utils._model.errors import OptionError

from .signing import credential

#: Bytes; a credentials file is a few lines.
_LARGEST_FILE = 1024 * 1024
#: What a profile may be called to be shown, and how many are.
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9 _.@-]{0,39}\Z")
_MOST_NAMES = 10


@dataclass(frozen=True)
class AccessKey:
    """A key pair, temporary when there is a security token."""

    access_key: str
    secret_key: str = field(repr=False)
    security_token: str | None = field(default=None, repr=False)
    #: Seconds since the epoch; None where it lasts, or nobody has said until when.
    expires_at: float | None = None


def complete_access_key(
    place: str, values: Mapping[str, str | None], access_key: str, secret_key: str, security_token: str
) -> AccessKey | None:
    """The access key that a place holds under the three given names; None where it names none of them.

    Half a key is an error: falling through to the next place would use an account that nobody meant.
    """
    if not any(values.get(name) for name in (access_key, secret_key, security_token)):
        return None
    return named_access_key(place, values, access_key, secret_key, security_token)


def named_access_key(
    place: str, values: Mapping[str, str | None], access_key: str, secret_key: str, security_token: str
) -> AccessKey:
    """The same for a place that has been seen to name a part of a key at least."""
    found = {name: values.get(name) or "" for name in (access_key, secret_key, security_token)}
    missing = [name for name in (access_key, secret_key) if not found[name]]
    if missing:
        raise incomplete(place, found, missing)
    for name, value in found.items():
        if value:
            check_sendable(f"{place}: {name}", value)
    return AccessKey(found[access_key], found[secret_key], found[security_token] or None)


def incomplete(place: str, values: Mapping[str, Any], missing: Iterable[str]) -> OptionError:
    """What is wrong with a place that names some of these values, and not the missing ones."""
    named = next(name for name, value in values.items() if value)
    return OptionError(f"{place}: {named} is set, but {' and '.join(missing)} is missing.")


def check_sendable(option: str, value: str) -> None:
    """Raise an OptionError, without the value, where it could not travel in an HTTP header."""
    try:
        credential(option, value)
    except ValueError as exc:
        raise OptionError(f"{exc}. Expected the value as the provider's console shows it.") from None


def home_file(environ: Mapping[str, str], path: str) -> str:
    """A path below the user's home folder, as the given environment has it."""
    return os.path.join(environ.get("HOME") or os.path.expanduser("~"), *path.split("/"))


def absent_file(environ: Mapping[str, str], variable: str, path: str) -> list[str]:
    """What to say of the file that a variable names, where it is not there; the SDKs pass it over without a word."""
    return (
        [f"{variable} names {path}, which is not there"] if environ.get(variable) and not os.path.exists(path) else []
    )


def read_text(path: str, warn: Callable[[str], None]) -> str | None:
    """The text of a credentials file; None where there is none. Warns where others may read it."""
    try:
        with open(path, "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            content = stream.read(_LARGEST_FILE + 1)
        text = content.decode(_encoding_of(content))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as exc:
        # Not from exc: a decoding error holds the whole file.
        raise OptionError(f"The credentials file {path} cannot be read: {_reason(exc)}.") from None
    if len(content) > _LARGEST_FILE:
        raise OptionError(f"The credentials file {path} is larger than {_LARGEST_FILE} bytes: this cannot be one.")
    if stat.S_ISREG(mode) and mode & stat.S_IROTH:
        warn(f"The credentials file {path} can be read by every user of this host: run chmod 600 on it.")
    # As reading in text mode has it, because files of Windows end their lines in another way.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding_of(content: bytes) -> str:
    """The text, by the byte order mark that editors and PowerShell on Windows put in front."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


def shown_names(names: Iterable[object]) -> str:
    """The names of a file's profiles or sections for a message, without those that look like no name."""
    fit = [name for name in names if isinstance(name, str) and _NAME.match(name)]
    return ", ".join(fit[:_MOST_NAMES]) + (", ..." if len(fit) > _MOST_NAMES else "") or "none"


def read_ini(path: str, warn: Callable[[str], None]) -> configparser.ConfigParser | None:
    """A credentials file of sections and keys; None where there is none."""
    text = read_text(path, warn)
    if text is None:
        return None
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error as exc:
        # Not the parser's own text: it quotes the offending line, which may be a secret.
        raise OptionError(f"The credentials file {path} is not valid INI ({type(exc).__name__}).") from None
    return parser


def _reason(exc: Exception) -> str:
    return (exc.strerror or type(exc).__name__) if isinstance(exc, OSError) else "it is not UTF-8 text"
