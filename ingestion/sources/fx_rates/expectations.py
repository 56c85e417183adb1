"""What a landed exchange rate must satisfy: the contract of `raw_fx_rates.rates`.

**Belongs here**: columns, key and row rules of the table, and the currency codes they allow.

**Keep out**: reading of rates (`ecb_history`, `company_rates`) and anything that fills gaps or
crosses rates, which is the warehouse's business.
"""

from typing import Final

from ingestion.currency_codes import known_currency_rule
from ingestion.landed_source import Column, Rule, TableContract

RATE_TYPES: Final = ("spot", "closing", "average", "historical", "budget")


RATES: Final = TableContract(
    name="rates",
    columns=(
        Column("rate_type", "text", nullable=False, description=" or ".join(RATE_TYPES)),
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
        # One day of grace: a rate fixed in Auckland is dated after a clock in UTC. What a budget
        # reckons with is agreed for days to come.
        Rule(
            "rate_date_is_not_in_the_future",
            "rate_type = 'budget' or rate_date <= current_date + interval 1 day",
        ),
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
