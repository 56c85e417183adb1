"""The demo company as frames: what one simulation hands to the writers of its source systems.

**Belongs here:** the container that `simulate()` returns and the grain and columns of each frame.
**Keep out:** how the frames are made (one module per concept beside this one) and how they are
written (`erp_database`, `bank_files`, `crm_store`, `expense_files`, `plan_files`, `truth`).

Conventions of every frame: money is int64 in minor units (cents) in columns named `<what>_cents`;
all currencies used (CNY, EUR, USD, GBP) have two decimals. Dates are `datetime64[s]` at midnight,
missing dates are NaT; missing texts are None. Rows are in the order in which a system would list
them and frames have a plain range index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

FIRST_DAY = date(2023, 11, 1)
"""The first business day in the books; opening balances are posted on it."""

AS_OF = date(2026, 10, 31)
"""The last day anything in the demo company has happened on."""

MONTH_COUNT = 36
"""Months in the books, 2023-11 to 2026-10."""


@dataclass(frozen=True)
class DemoCompany:
    """One simulated group: three entities, three years of documents, ledger and bank lines.

    Attributes:
        as_of: Last day of the simulation; no row is dated later, plans and due dates aside.
        factor: Size: 1.0 is about 15,000 order lines and 600 customers; documents and money scale.
        seed: The seed all random generators were spawned from.
        customers: One row per third-party customer: customer_number 'C00001', name, entity_code,
            region, segment, country_code (ISO 2), city, currency_code (invoicing), terms_days,
            rep_number, created_date, credit_limit_cents [currency_code].
        reps: One row per sales representative: rep_number 'E001' (= employee number), name, email,
            entity_code, team.
        products: One row per product: product_code, name, product_line, category,
            list_cny_cents, list_eur_cents, list_usd_cents, list_gbp_cents, launched_date.
        orders: One row per third-party sales order: order_number, entity_code, customer_number,
            rep_number, order_date, currency_code, net_cents [currency_code], state (quotation,
            processing, done, cancelled), product_line (dominant), opportunity_id (text, None when
            the order came without an opportunity).
        order_lines: One row per order line: order_number, line_number, product_code, product_line,
            quantity (int64), cancelled_quantity (int64), unit_price_cents, net_cents.
        bank_accounts: One row per bank account: account_id (IBAN or account number without
            blanks), iban (None for accounts without), account_number, bank_name, bic,
            currency_code, entity_code, ledger_code (chart code, 1002xx), statement_format
            (csv_gb18030, mt940, camt053, ofx), opening_cents (balance before FIRST_DAY).
        bank_lines: One row per booked statement line, ordered by account, booking date and the
            bank's own order: account_id, booking_date, value_date, amount_cents (signed, money in
            positive), bank_reference (unique), end_to_end_reference, counterparty_name,
            counterparty_account, remittance_text. Closing balance = opening_cents + Σ amount_cents.
        claims: One row per expense claim: claim_id, entity_code, employee_name, employee_number,
            title, submitted_date, approved_date, paid_date, status (submitted, approved, paid,
            rejected), approver_name, currency_code, claimed_cents, approved_cents.
        claim_lines: One row per claim line: claim_line_id, claim_id, line_number, expense_date,
            category, merchant, description, currency_code, claimed_cents, approved_cents,
            tax_cents, account_code, receipt_sha256.
        account_movements: One row per entity, profit-and-loss account and month with movement
            (closing journals left out): entity_code, account_code, fiscal_period 'YYYY-MM',
            profit_signed_cents [functional currency] (income positive, cost negative).
        documents: Everything else, frame by name, as `erp_database` and `truth` need it; the
            module that makes a frame states its columns.
    """

    as_of: date
    factor: float
    seed: int
    customers: pd.DataFrame
    reps: pd.DataFrame
    products: pd.DataFrame
    orders: pd.DataFrame
    order_lines: pd.DataFrame
    bank_accounts: pd.DataFrame
    bank_lines: pd.DataFrame
    claims: pd.DataFrame
    claim_lines: pd.DataFrame
    account_movements: pd.DataFrame
    documents: dict[str, pd.DataFrame]
