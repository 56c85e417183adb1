"""Faults between companies and in consolidation: IC and CO."""

from __future__ import annotations

from faults.fault import Fault

FAULTS = (
    Fault(
        "IC-1",
        "a document in transit was taken off the list of differences",
        "select 'trade in EUR of LH-CN and LH-EU in 2026-05'",
        (
            """
            update statements.fct_intercompany_pairs
            set in_transit_difference_amount_group = in_transit_difference_amount_group - 1
            where
                kind = 'trade' and transaction_currency = 'EUR' and fiscal_period = '2026-05'
                and creditor_entity_key = (
                    select entity_key from ledger.dim_entities where entity_code = 'LH-CN'
                )
            """,
        ),
    ),
    Fault(
        "IC-2",
        "a balance was eliminated on one side only",
        "select 'balance entry of 2026-05'",
        (
            """
            update statements.fct_elimination_lines
            set movement_amount_group = movement_amount_group + 1
            where
                kind = 'balance' and fiscal_period = '2026-05'
                and entity_key = (
                    select entity_key from ledger.dim_entities where entity_code = 'LH-EU'
                )
            """,
        ),
    ),
    Fault(
        "IC-3",
        "a company of the group was taken for a customer",
        """
        select 'revenue of ' || min(fiscal_period) from ledger.fct_journal_lines
        inner join ledger.dim_accounts using (entity_key, account_key)
        where account_class = 'revenue_intercompany'
        """,
        (
            """
            update sales.dim_customers set intercompany_entity_key = null
            where intercompany_entity_key is not null
            """,
        ),
    ),
    Fault(
        "CO-1",
        "a layer holds stock the group statement does not show",
        "select 'total_assets of 2026-08'",
        (
            """
            update statements.fct_consolidated_balances
            set closing_amount_group = closing_amount_group + 1
            where
                layer = 'entity' and fiscal_period = '2026-08'
                and account_key in (
                    select account_key from ledger.dim_accounts
                    inner join ledger.dim_entities using (entity_key)
                    where entity_code = 'LH-EU' and account_code = '1405'
                )
            """,
        ),
    ),
    Fault(
        "CO-2",
        "others sold a part of their share and kept their interest",
        "select 'interest of others at the end of 2026-08'",
        (
            """
            update intermediate.int_entity_shares_resolved set group_share_ratio = 0.85
            where group_share_ratio < 1 and fiscal_period = '2026-08'
            """,
        ),
    ),
    Fault(
        "CO-3",
        "a parent was entered as the subsidiary of its own subsidiary",
        "select 'ownership of LH-CN from 2024-01-01'",
        (
            """
            insert into ledger.dim_ownerships by name
            select parent_entity_key as entity_key, entity_key as parent_entity_key,
                ownership_ratio, consolidation_method, date '2024-01-01' as valid_from, valid_to
            from ledger.dim_ownerships
            where entity_key = (
                select entity_key from ledger.dim_entities where entity_code = 'LH-EU'
            )
            """,
        ),
    ),
)
