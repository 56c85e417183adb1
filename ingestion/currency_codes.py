"""The currency codes a landed row may carry: ISO 4217, current and ended.

**Belongs here**: the list of codes and the landing rule made of it.

**Keep out**: rates, minor units and rounding.
"""

from typing import Final

from iso4217 import Currency

from ingestion.landed_source import Rule

# ISO 4217 list three: codes that ended since 1999, which the current list lacks. Old books and
# histories still hold them.
_INTO_THE_EURO: Final = (
    "ATS BEF BGN CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK"
)
_REPLACED: Final = "AFA ANG AZM BYR CUC GHC MRO MZM ROL SLL STD TMM TRL VEB VEF ZMK ZWD ZWL"
RETIRED_CURRENCIES: Final = frozenset(f"{_INTO_THE_EURO} {_REPLACED}".split())
KNOWN_CURRENCIES: Final = frozenset(currency.code for currency in Currency) | RETIRED_CURRENCIES


def known_currency_rule(column: str) -> Rule:
    """Return the rule that a column holds an ISO 4217 code, current or ended."""
    codes = ", ".join(f"'{code}'" for code in sorted(KNOWN_CURRENCIES))
    return Rule(f"{column}_is_iso_4217", f"{column} in ({codes})")
