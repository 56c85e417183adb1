"""What a landed exchange rate must satisfy: the contract of `raw_fx_rates.rates`.

**Belongs here**: columns, key and row rules of the table, and the currency codes they allow.

**Keep out**: reading of rates (`ecb_history`, `company_rates`) and anything that fills gaps or
crosses rates, which is the warehouse's business.
"""

from typing import Final

from ingestion.landed_source import Column, Rule, TableContract
from iso4217 import Currency

# ISO 4217 list three: codes the ECB quoted and that ended since 1999. The current list lacks them.
RETIRED_CURRENCIES: Final = frozenset(
    {"BGN", "CYP", "EEK", "HRK", "LTL", "LVL", "MTL", "ROL", "SIT", "SKK", "TRL"}
)
KNOWN_CURRENCIES: Final = frozenset(currency.code for currency in Currency) | RETIRED_CURRENCIES
RATE_TYPES: Final = ("spot", "closing", "average")


def known_currency_rule(column: str) -> Rule:
    """Return the rule that a column holds an ISO 4217 code, current or retired."""
    codes = ", ".join(f"'{code}'" for code in sorted(KNOWN_CURRENCIES))
    return Rule(f"{column}_is_iso_4217", f"{column} in ({codes})")


RATES: Final = TableContract(
    name="rates",
    columns=(
        Column("rate_type", "text", nullable=False, description="spot, closing or average"),
        Column("from_currency", "text", nullable=False, description="one unit of this currency"),
        Column("to_currency", "text", nullable=False, description="costs `rate` of this currency"),
        Column("rate_date", "date", nullable=False, description="day the rate was fixed for"),
        Column("rate", "rate", nullable=False, description="to_currency per from_currency"),
        Column("provider", "text", nullable=False, description="ecb or company"),
        Column(
            "reference_rate",
            "rate",
            description="the ECB's rate of that week, to judge a company rate by",
        ),
    ),
    key=("rate_type", "from_currency", "to_currency", "rate_date"),
    rules=(
        Rule("rate_is_positive", "rate > 0"),
        known_currency_rule("from_currency"),
        known_currency_rule("to_currency"),
        Rule("currencies_differ", "from_currency <> to_currency"),
        Rule("rate_type_is_known", f"rate_type in {RATE_TYPES!r}"),
        # One day of grace: a rate fixed in Auckland is dated after a clock in UTC.
        Rule("rate_date_is_not_in_the_future", "rate_date <= current_date + interval 1 day"),
        # Inverted: more than 5 % off the reference and nearer to it when turned upside down.
        Rule(
            "rate_is_not_inverted",
            "case when rate > 0 and reference_rate > 0 then"
            " abs(ln(rate / reference_rate)) <= 0.05"
            " or abs(ln(rate / reference_rate)) <= abs(ln(rate * reference_rate))"
            " else true end",
        ),
    ),
)
