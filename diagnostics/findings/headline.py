"""The finding that a company's page begins with: the gravest that something can be done about."""

from collections.abc import Callable, Sequence

from diagnostics.records import Finding


def find_headline(
    findings: Sequence[Finding], is_answered: Callable[[Finding], bool]
) -> Finding | None:
    """The headline: of the gravest domain with an answered finding, an indicator before the domain.

    A flagged finding is graver than one without, then the weight decides. There may be none.
    Needs and what hurts somebody are told elsewhere.
    """
    open_ = [
        finding
        for finding in sorted(findings, key=lambda one: (not one.flags, -one.weight, one.item))
        if finding.tone in {"concern", "next"} and finding.level != "need"
    ]
    for domain in dict.fromkeys(finding.domain for finding in open_):
        answered = [one for one in open_ if one.domain == domain and is_answered(one)]
        if answered:
            return min(answered, key=lambda finding: finding.level == "domain")
    return None
