"""What landed CRM rows must satisfy: the contracts of the tables in `raw_crm`.

**Belongs here**: columns, keys and row rules.

**Keep out**: where the values come from (`rows`) and how they are read (`paging`).
"""

from typing import Final

from ingestion.currency_codes import known_currency_rule
from ingestion.landed_source import Column, Rule, TableContract

# A CRM's clock may run ahead of ours; what is dated more than a day ahead is a wrong date.
_NOT_AHEAD: Final = "<= current_timestamp::timestamp + interval 1 day"

COMPANIES: Final = TableContract(
    name="companies",
    columns=(
        Column("id", "text", nullable=False),
        Column("name", "text"),
        Column("domain", "text"),
        Column("industry", "text"),
        Column("region", "text", description="sales region, a property of the portal"),
        Column("country", "text", description="as entered; the demo company enters ISO codes"),
        Column("hubspot_owner_id", "text"),
        Column("erp_customer_number", "text", description="null for prospects"),
        Column("createdate", "timestamp"),
        Column("hs_lastmodifieddate", "timestamp", nullable=False),
    ),
    key=("id",),
    rules=(Rule("createdate_is_not_in_the_future", f"createdate {_NOT_AHEAD}"),),
)

CONTACTS: Final = TableContract(
    name="contacts",
    columns=(
        Column("id", "text", nullable=False),
        Column("company_id", "text", description="first associated company"),
        Column("firstname", "text"),
        Column("lastname", "text"),
        Column("email", "text"),
        Column("phone", "text"),
        Column("jobtitle", "text"),
        Column("createdate", "timestamp"),
        Column("lastmodifieddate", "timestamp", nullable=False),
    ),
    key=("id",),
    rules=(Rule("createdate_is_not_in_the_future", f"createdate {_NOT_AHEAD}"),),
)

DEALS: Final = TableContract(
    name="deals",
    columns=(
        Column("id", "text", nullable=False),
        Column("dealname", "text"),
        Column("amount", "money", description="[deal_currency_code]; null until estimated"),
        Column("deal_currency_code", "text"),
        Column("dealstage", "text", nullable=False, description="pipeline_stages.stage_id"),
        Column("pipeline", "text", nullable=False, description="pipeline_stages.pipeline_id"),
        Column("hs_deal_stage_probability", "ratio"),
        Column("product_line", "text"),
        Column("erp_order_number", "text", description="won deals that became an order"),
        Column("company_id", "text", description="first associated company"),
        Column("hubspot_owner_id", "text"),
        Column("createdate", "timestamp"),
        Column("closedate", "timestamp", description="expected while open, real once closed"),
        Column("hs_lastmodifieddate", "timestamp", nullable=False),
    ),
    key=("id",),
    sums=("amount",),
    rules=(
        Rule("amount_is_not_negative", "amount >= 0"),
        Rule("amount_has_a_currency", "amount is null or deal_currency_code is not null"),
        known_currency_rule("deal_currency_code"),
        Rule("probability_is_a_ratio", "hs_deal_stage_probability between 0 and 1"),
        Rule("createdate_is_not_in_the_future", f"createdate {_NOT_AHEAD}"),
    ),
)

DEAL_STAGE_HISTORY: Final = TableContract(
    name="deal_stage_history",
    columns=(
        Column("deal_id", "text", nullable=False),
        Column("dealstage", "text", nullable=False, description="the stage entered"),
        Column("changed_at", "timestamp", nullable=False),
        Column("source_type", "text", description="CRM_UI, INTEGRATION, …"),
    ),
    key=("deal_id", "changed_at", "dealstage"),
    rules=(Rule("changed_at_is_not_in_the_future", f"changed_at {_NOT_AHEAD}"),),
)

OWNERS: Final = TableContract(
    name="owners",
    columns=(
        Column("id", "text", nullable=False),
        Column("email", "text"),
        Column("first_name", "text"),
        Column("last_name", "text"),
        Column("team", "text", description="primary team"),
        Column("archived", "boolean", nullable=False),
    ),
    key=("id",),
)

PIPELINE_STAGES: Final = TableContract(
    name="pipeline_stages",
    columns=(
        Column("pipeline_id", "text", nullable=False),
        Column("stage_id", "text", nullable=False),
        Column("label", "text", nullable=False),
        Column("display_order", "integer", nullable=False),
        Column("probability", "ratio"),
        Column("is_closed", "boolean", nullable=False),
    ),
    key=("pipeline_id", "stage_id"),
    rules=(Rule("probability_is_a_ratio", "probability between 0 and 1"),),
)

TABLES: Final = (COMPANIES, CONTACTS, DEALS, DEAL_STAGE_HISTORY, OWNERS, PIPELINE_STAGES)
