"""The closed list of licences and rights statements (Creative Commons, Public Domain Mark, RightsStatements.org)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Right:
    """One statement: its code here, its short name and the address that defines it (empty where none does)."""

    code: str
    name: str
    url: str


RIGHTS: tuple[Right, ...] = (
    Right("cc0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    Right("pdm", "Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
    Right("cc-by", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Right("cc-by-sa", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    Right("cc-by-nd", "CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    Right("cc-by-nc", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    Right("cc-by-nc-sa", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    Right("cc-by-nc-nd", "CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    Right("inc", "In Copyright", "http://rightsstatements.org/vocab/InC/1.0/"),
    Right("inc-edu", "In Copyright - Educational Use Permitted", "http://rightsstatements.org/vocab/InC-EDU/1.0/"),
    Right("inc-ow-eu", "In Copyright - EU Orphan Work", "http://rightsstatements.org/vocab/InC-OW-EU/1.0/"),
    Right("inc-nc", "In Copyright - Non-Commercial Use Permitted", "http://rightsstatements.org/vocab/InC-NC/1.0/"),
    Right("inc-ruu", "In Copyright - Rights-holder(s) Unlocatable", "http://rightsstatements.org/vocab/InC-RUU/1.0/"),
    Right("noc-cr", "No Copyright - Contractual Restrictions", "http://rightsstatements.org/vocab/NoC-CR/1.0/"),
    Right("noc-nc", "No Copyright - Non-Commercial Use Only", "http://rightsstatements.org/vocab/NoC-NC/1.0/"),
    Right(
        "noc-oklr", "No Copyright - Other Known Legal Restrictions", "http://rightsstatements.org/vocab/NoC-OKLR/1.0/"
    ),
    Right("noc-us", "No Copyright - United States", "http://rightsstatements.org/vocab/NoC-US/1.0/"),
    Right("cne", "Copyright Not Evaluated", "http://rightsstatements.org/vocab/CNE/1.0/"),
    Right("und", "Copyright Undetermined", "http://rightsstatements.org/vocab/UND/1.0/"),
    Right("nkc", "No Known Copyright", "http://rightsstatements.org/vocab/NKC/1.0/"),
)

FREE: tuple[str, ...] = ("cc0", "pdm", "cc-by", "cc-by-sa")
"""What anybody may use again for any purpose, sold or changed (freedomdefined.org); some ask to be named."""

BY_CODE: dict[str, Right] = {right.code: right for right in RIGHTS}
LICENCES = [("unknown", _("not yet known"))] + [(right.code, right.name) for right in RIGHTS]
