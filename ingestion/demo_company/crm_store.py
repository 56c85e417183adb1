"""Derives what the demo company's sales people keep in their CRM, and stores it as Parquet.

**Belongs here**: the frames of the CRM (owners, companies, contacts, deals, stage history), how
won deals follow from orders, and how many deals are lost or still open.

**Keep out**: the HTTP shape in which a CRM serves them (`crm_server`) and anything of the ERP.

Flow: `DemoCompany` → `derive_crm` → `CrmStore` → `<folder>/crm/*.parquet` → `crm_server.serve`.
"""

from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np
import pandas as pd

from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.crm_deals import derive_deals
from ingestion.demo_company.crm_people import derive_companies, derive_contacts, derive_owners
from ingestion.demo_company.random_streams import stream

PIPELINE_ID: Final = "default"
PIPELINE_LABEL: Final = "Sales pipeline"


class PipelineStage(NamedTuple):
    """One stage of the sales pipeline, in the CRM's own identifiers."""

    stage_id: str
    label: str
    probability: str
    is_closed: bool


PIPELINE_STAGES: Final = (
    PipelineStage("appointmentscheduled", "Appointment scheduled", "0.2", False),
    PipelineStage("qualifiedtobuy", "Qualified to buy", "0.4", False),
    PipelineStage("presentationscheduled", "Presentation scheduled", "0.6", False),
    PipelineStage("decisionmakerboughtin", "Decision maker bought in", "0.8", False),
    PipelineStage("contractsent", "Contract sent", "0.9", False),
    PipelineStage("closedwon", "Closed won", "1.0", True),
    PipelineStage("closedlost", "Closed lost", "0.0", True),
)


class CrmStore(NamedTuple):
    """The CRM's content; all ids are text, all times int64 milliseconds since 1970 UTC.

    Attributes:
        owners: One row per CRM user: id, email, first_name, last_name, team, archived, created_ms.
        companies: One row per company: id, name, domain, industry, region, country,
            hubspot_owner_id, erp_customer_number (None for prospects), created_ms, modified_ms,
            archived.
        contacts: One row per contact: id, company_id, firstname, lastname, email, phone, jobtitle,
            created_ms, modified_ms, archived.
        deals: One row per deal: id, dealname, amount_cents [deal_currency_code],
            deal_currency_code, dealstage, product_line, erp_order_number (won deals only),
            company_id, hubspot_owner_id, created_ms, close_ms (expected while open), modified_ms,
            archived.
        deal_stage_history: One row per stage a deal entered: deal_id, dealstage, changed_ms,
            source_type.
    """

    owners: pd.DataFrame
    companies: pd.DataFrame
    contacts: pd.DataFrame
    deals: pd.DataFrame
    deal_stage_history: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Write every frame as `<folder>/crm/<frame>.parquet`, replacing what is there."""
        target = folder / "crm"
        target.mkdir(parents=True, exist_ok=True)
        for name, frame in self._asdict().items():
            frame.to_parquet(target / f"{name}.parquet", index=False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what `write` wrote.

        Raises:
            FileNotFoundError: the folder holds no CRM.
        """
        return cls(*(pd.read_parquet(folder / "crm" / f"{name}.parquet") for name in cls._fields))


def derive_crm(company: DemoCompany) -> CrmStore:
    """Derive the CRM of a demo company; the same company gives the same CRM."""
    random = stream(company.seed, "crm")
    owners = derive_owners(company)
    companies = derive_companies(company, owners, random)
    deals, history = derive_deals(company, owners, companies, random)
    first_deal = deals.groupby("company_id")["created_ms"].min()
    companies["created_ms"] = np.minimum(
        companies["created_ms"], companies["id"].map(first_deal).fillna(companies["created_ms"])
    ).astype("int64")
    contacts = derive_contacts(companies, random)
    return CrmStore(owners, companies, contacts, deals, history)


def write_crm(company: DemoCompany, folder: Path) -> None:
    """Write the CRM of a demo company under `<folder>/crm/`."""
    derive_crm(company).write(folder)
