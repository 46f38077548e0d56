"""The look of every page: one `_brand.yml` for figures, HTML and PDF.

The format is Quarto's: https://posit-dev.github.io/brand-yml
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from survey.common.errors import ConfigurationError, Problem, nearest, raise_all
from survey.common.toml import DEEPEST

SHIPPED = Path(__file__).parents[1] / "library" / "_brand.yml"
SHIPPED_FONTS = SHIPPED.parent / "fonts"
"""Source Sans Pro, regular and semibold, under the SIL Open Font License that lies beside them."""
LEAST_CONTRAST = 4.5
"""Text against the page: WCAG 2.2, success criterion 1.4.3 (AA)."""

_SECTIONS = ("meta", "logo", "color", "typography", "defaults")
_OPENS = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
_MAPPINGS = (("meta",), ("color",), ("color", "palette"), ("typography",))
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_ROLES = {
    "foreground": "#1b2a3a",
    "background": "#ffffff",
    "primary": "#0b6e6b",
    "secondary": "#566170",
    "tertiary": "#cde3e1",
    "warning": "#fdf5ea",
    "danger": "#b0440d",
    "light": "#e3e7ec",
}
_UNUSED_ROLES = ("success", "info", "dark")
_TEXT_ROLES = ("foreground", "primary", "secondary", "danger")


@dataclass(frozen=True, slots=True)
class Colors:
    """Colours by what they are for, all `#rrggbb`."""

    ink: str
    """Text."""
    paper: str
    """The page."""
    accent: str
    """Headings, the company's own marks."""
    muted: str
    """Secondary text."""
    band: str
    """The comparable companies."""
    alert_pale: str
    """Behind the reasons of a flag."""
    alert: str
    """What stands out on the low side."""
    line: str
    """Rules, empty steps of a scale."""


@dataclass(frozen=True, slots=True)
class Brand:
    """One look: sender's `name`, `colors`, text `family`, font folders and files, `logo` file."""

    name: str
    colors: Colors
    family: str
    fonts: tuple[Path, ...]
    logo: Path | None


def load_brand(path: Path | None = None) -> Brand:
    """Read a `_brand.yml`; without a `path` the shipped one.

    Raises ConfigurationError, which names everything that is wrong in it.
    """
    path = path or SHIPPED
    data = _read(path)
    problems = [
        Problem(path.name, f'"{key}" is not a section here.', nearest(str(key), _SECTIONS))
        for key in data
        if key not in _SECTIONS
    ]
    colors, wrong = _read_colors(path, data.get("color") or {})
    family, fonts, lost = _read_fonts(path, data.get("typography") or {})
    logo, gone = _read_logo(path, data.get("logo"))
    raise_all(ConfigurationError, [*problems, *wrong, *lost, *gone])
    name = str((data.get("meta") or {}).get("name") or "Jamna")
    return Brand(name=name, colors=colors, family=family, fonts=fonts, logo=logo)


def contrast(one: str, other: str) -> float:
    """WCAG contrast between two `#rrggbb` colours, 1-21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def css_colors(brand: Brand) -> str:
    """The colours as CSS custom properties: `--ink`, `--paper`, `--accent` and so on."""
    colors = brand.colors
    names = {name.replace("_", "-"): getattr(colors, name) for name in Colors.__slots__}
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in names.items()) + " }"


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        _refuse_bombs(text, path.name)
        data = yaml.safe_load(text)
    except FileNotFoundError:
        raise ConfigurationError(
            Problem(str(path), "there is no such file.", "Type `jamna new DIR` to make one.")
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigurationError(
            Problem(path.name, f"is not valid YAML: {' '.join(str(error).split())}.")
        ) from None
    if data is not None and not isinstance(data, Mapping):
        raise ConfigurationError(
            Problem(path.name, "holds no settings.", "Start with the shipped file.")
        )
    wrong = [".".join(way) for way in _MAPPINGS if not isinstance(_follow(data, way), Mapping)]
    raise_all(
        ConfigurationError,
        (
            Problem(f"{path.name} ({name})", "holds no settings.", "Write `name: value` lines.")
            for name in wrong
        ),
    )
    return data or {}


def _follow(data: Any, way: Sequence[str]) -> Any:
    """The mapping at the end of the path; an empty one where there is none."""
    for key in way:
        data = (data.get(key) or {}) if isinstance(data, Mapping) else {}
    return data


def _refuse_bombs(text: str, name: str) -> None:
    """Refuse YAML that takes too much memory (aliases of aliases) or time (nested brackets)."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > DEEPEST:
            raise ConfigurationError(
                Problem(
                    name,
                    f"is nested more than {DEEPEST} levels deep.",
                    "Start with the shipped file.",
                )
            )
        if isinstance(token, yaml.AliasToken):
            what = f'"*{token.value}" is an alias, and they are not followed here.'
            raise ConfigurationError(
                Problem(
                    f"{name}, line {token.start_mark.line + 1}",
                    what,
                    "Write out what it stands for.",
                )
            )


def _read_colors(path: Path, section: Mapping[str, Any]) -> tuple[Colors, list[Problem]]:
    palette = section.get("palette") or {}
    known = ("palette", *_ROLES, *_UNUSED_ROLES)
    problems = [
        Problem(f"{path.name} (color)", f'"{key}" is not a setting here.', nearest(str(key), known))
        for key in section
        if key not in known
    ]
    roles = dict(_ROLES)
    for role in _ROLES:
        value = section.get(role, palette.get(role, roles[role]))
        found = palette.get(str(value), value)
        if isinstance(found, str) and _HEX.match(found):
            roles[role] = found
        else:
            advice = "Write #rrggbb. " + nearest(str(value), palette)
            problems.append(
                Problem(
                    f"{path.name} (color > {role})",
                    f'"{value}" is neither a colour nor in the palette.',
                    advice,
                )
            )
    return _colors(roles), problems + _check_contrast(path, roles)


def _colors(roles: Mapping[str, str]) -> Colors:
    return Colors(
        ink=roles["foreground"],
        paper=roles["background"],
        accent=roles["primary"],
        muted=roles["secondary"],
        band=roles["tertiary"],
        alert_pale=roles["warning"],
        alert=roles["danger"],
        line=roles["light"],
    )


def _check_contrast(path: Path, roles: Mapping[str, str]) -> list[Problem]:
    """Text must be readable on the page and on the pale ground behind reasons."""
    pairs = [(role, ground) for role in _TEXT_ROLES for ground in ("background", "warning")]
    return [
        Problem(
            f"{path.name} (color > {role})",
            f"{roles[role]} is too faint on {ground} {roles[ground]}: "
            f"contrast {contrast(roles[role], roles[ground]):.1f}.",
            f"Choose a darker one, at least {LEAST_CONTRAST}.",
        )
        for role, ground in pairs
        if contrast(roles[role], roles[ground]) < LEAST_CONTRAST
    ]


def _read_fonts(
    path: Path, section: Mapping[str, Any]
) -> tuple[str, tuple[Path, ...], list[Problem]]:
    """The base family and its possible font files: the shipped folder, then those of the brand."""
    base = section.get("base") or {}
    family = base if isinstance(base, str) else str(_follow(base, ["family"]) or "")
    named = [
        file
        for font in _list(section.get("fonts"))
        if isinstance(font, Mapping)
        for file in _list(font.get("files"))
    ]
    files = [
        path.parent / (file if isinstance(file, str) else str(_follow(file, ["path"]) or ""))
        for file in named
    ]
    missing = [
        Problem(f"{path.name} (typography > fonts)", f"there is no file {file}.")
        for file in files
        if not file.is_file()
    ]
    return family or "Source Sans Pro", (SHIPPED_FONTS, *files), missing


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _read_logo(path: Path, section: Any) -> tuple[Path | None, list[Problem]]:
    """The logo's file: `logo: file`, or the medium, small or large one, by path or image name."""
    if isinstance(section, Mapping):
        images = _follow(section, ["images"])
        chosen = next(
            (section[size] for size in ("medium", "small", "large") if size in section), None
        )
        section = images.get(str(chosen), chosen) if isinstance(images, Mapping) else chosen
    if isinstance(section, Mapping):
        section = section.get("path")
    if not section:
        return None, []
    logo = path.parent / str(section)
    if logo.is_file() and logo.suffix.lower() in {".svg", ".png"}:
        return logo, []
    return None, [Problem(f"{path.name} (logo)", f"there is no SVG or PNG file {logo}.")]


def _luminance(color: str) -> float:
    """Relative luminance, 0-1 (WCAG 2.2)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
