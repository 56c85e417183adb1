"""The golden company without a ledger of its documents: files, of which the rules make the books.

Belongs here: its invoices, deliveries, payments and bills as exported files, the journals nobody
but a bookkeeper writes (capital, goods bought for cash, rent, the closing of a year), and a third
company outside the group whose documents are settled in every other way.
Keep out: the documents themselves (`golden_company`), what they add up to, assertions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from exported_company import write_exported_company
from golden_company import (
    ACCOUNTS,
    AS_OF,
    DOCUMENTS,
    PARENT,
    PARTIES,
    SUBSIDIARY,
    Document,
    ownership_csv,
    rates_csv,
)

ENTITIES = {PARENT: "GP", SUBSIDIARY: "GS"}
CURRENCIES = {PARENT: "CNY", SUBSIDIARY: "USD"}
LONE = "GX"
_TYPES = {"assets": "asset", "receivable": "asset", "payable": "liability"}
_JOURNAL_TYPES = {"situation": "closing"}

Tables = dict[str, list[dict[str, Any]]]


def write_golden_files(folder: Path) -> Path:
    """Write the exports, a mapping for each, the rates and the project; give its folder."""
    return write_exported_company(
        folder,
        golden_tables(),
        name="golden_company",
        as_of=AS_OF,
        rates=rates_csv(),
        ownership=f"{ownership_csv()}{LONE},GP,1.0,none,2025-11-01,\n",
    )


def golden_tables() -> Tables:
    """Canonical table → its rows. Journals only of what no document tells."""
    tables: Tables = defaultdict(list)
    for company, code in ENTITIES.items():
        _entity(tables, code, PARTIES[company][1], CURRENCIES[company], ACCOUNTS)
    for number, (code, name) in PARTIES.items():
        entity = ENTITIES.get(number, "")
        for role in ("customer", "supplier"):
            tables[f"{role}s"].append(
                {
                    f"{role}_id": code, f"{role}_number": code, f"{role}_name": name,
                    "intercompany_entity_id": entity,
                }
            )  # fmt: skip
    for document in DOCUMENTS:
        _KINDS[_kind_of(document)](tables, document)
    _lone_company(tables)
    return tables


def _lone_company(tables: Tables) -> None:
    """Credit notes, money on account, sums written off, and an invoice that cannot be posted."""
    accounts = {**ACCOUNTS, "2202": "payable", "6301": "revenue", "6701": "expense"}
    _entity(tables, LONE, "Golden Outsider", "CNY", accounts)
    # Number, day, net and tax; the chart has no account for tax.
    invoices: tuple[tuple[str, str, int, int], ...] = (
        ("X1", "2025-11-05", 1000, 0),
        ("X2", "2025-11-18", -100, 0),
        ("X9", "2026-02-20", 100, 13),
    )
    for number, day, net, tax in invoices:
        tables["sales_invoices"].append(
            {
                "invoice_id": number, "invoice_number": number, "entity_id": LONE,
                "document_type": "invoice" if net > 0 else "credit_note", "customer_id": "A",
                "invoice_date": day, "currency_code": "USD", "net_amount": net,
                "tax_amount": tax, "gross_amount": net + tax, "state": "posted",
            }
        )  # fmt: skip
        tables["sales_invoice_lines"].append(
            {
                "invoice_line_id": number, "invoice_id": number,
                "account_id": f"{LONE}-6001", "net_amount": net,
            }
        )  # fmt: skip
    tables["supplier_bills"].append(
        {
            "bill_id": "X6", "bill_number": "X6", "entity_id": LONE, "document_type": "bill",
            "supplier_id": "B", "bill_date": "2025-11-05", "currency_code": "USD",
            "net_amount": 500, "tax_amount": 0, "gross_amount": 500, "state": "posted",
        }
    )  # fmt: skip
    tables["supplier_bill_lines"].append(
        {
            "bill_line_id": "X6", "bill_id": "X6",
            "account_id": f"{LONE}-660204", "net_amount": 500,
        }
    )  # fmt: skip
    for side, number, day, amount in (
        ("customer", "X3", "2025-11-20", 1500),
        ("supplier", "X7", "2025-12-10", 300),
    ):
        tables[f"{side}_payments"].append(
            {
                "payment_id": number, "payment_number": number, "entity_id": LONE,
                f"{side}_id": "A" if side == "customer" else "B",
                "bank_account_id": f"{LONE}-bank", "payment_date": day,
                "currency_code": "USD", "amount": amount,
            }
        )  # fmt: skip
    # What settles what, and when; the worth stated here is a source's guess the rules do not take.
    for table, document, kind, day, amount, means in (
        ("payment", "X1", "credit_note", "2025-11-18", 100, {"credit_note_id": "X2"}),
        ("payment", "X1", "payment", "2025-11-20", 600, {"payment_id": "X3"}),
        ("payment", "X1", "payment", "2025-12-05", 200, {"payment_id": "X3"}),
        ("payment", "X1", "write_off", "2026-01-10", 100, {}),
        ("bill", "X6", "payment", "2025-12-10", 300, {"payment_id": "X7"}),
        ("bill", "X6", "write_off", "2026-02-20", 50, {}),
    ):
        tables[f"{table}_allocations"].append(
            {
                "allocation_id": f"{document} {kind} {day}", "allocation_type": kind,
                f"{'invoice' if table == 'payment' else 'bill'}_id": document,
                "allocation_date": day, "currency_code": "USD", "applied_amount": amount,
                "applied_amount_functional": 7 * amount, **means,
            }
        )  # fmt: skip


def _entity(
    tables: Tables, code: str, name: str, currency: str, accounts: Mapping[str, str]
) -> None:
    tables["entities"].append(
        {
            "entity_id": code, "entity_code": code, "entity_name": name,
            "functional_currency": currency, "posting_source": "rule",
        }
    )  # fmt: skip
    for account, kind in accounts.items():
        tables["chart_of_accounts"].append(
            {
                "account_id": f"{code}-{account}", "entity_id": code, "account_code": account,
                "account_name": account, "account_type": _TYPES.get(kind, kind),
            }
        )  # fmt: skip
    tables["bank_accounts"].append(
        {
            "bank_account_id": f"{code}-bank", "entity_id": code, "account_number": code,
            "currency_code": currency, "ledger_account_code": "1002",
        }
    )  # fmt: skip


def _kind_of(document: Document) -> str:
    if document.party:
        return document.journal
    if any(line.settles for line in document.lines):
        return "payment"
    return "delivery" if document.text.startswith("Goods delivered") else "journal"


def _invoice(tables: Tables, document: Document) -> None:
    control, revenue = document.lines
    _document(tables, document, "sales_invoice", "invoice", control.dollars or control.amount)
    tables["sales_invoice_lines"].append(
        {
            "invoice_line_id": document.number, "invoice_id": document.number,
            "account_id": _account(document, revenue.account),
            "net_amount": control.dollars or control.amount,
        }
    )  # fmt: skip


def _bill(tables: Tables, document: Document) -> None:
    goods, _ = document.lines
    _document(tables, document, "supplier_bill", "bill", goods.amount)
    tables["supplier_bill_lines"].append(
        {
            "bill_line_id": document.number, "bill_id": document.number,
            "account_id": _account(document, goods.account), "net_amount": goods.amount,
        }
    )  # fmt: skip


def _document(tables: Tables, document: Document, table: str, kind: str, amount: str) -> None:
    assert document.party is not None
    is_foreign = any(line.dollars for line in document.lines)
    tables[f"{table}s"].append(
        {
            f"{kind}_id": document.number, f"{kind}_number": f"I{document.number:02}",
            "document_type": kind, "entity_id": ENTITIES[document.company],
            f"{'customer' if kind == 'invoice' else 'supplier'}_id": PARTIES[document.party][0],
            f"{kind}_date": document.date,
            "currency_code": "USD" if is_foreign else CURRENCIES[document.company],
            "net_amount": amount, "tax_amount": 0, "gross_amount": amount, "state": "posted",
        }
    )  # fmt: skip


def _delivery(tables: Tables, document: Document) -> None:
    cost, _ = document.lines
    tables["deliveries"].append(
        {
            "delivery_id": document.number, "delivery_number": f"D{document.number:02}",
            "entity_id": ENTITIES[document.company],
            "customer_id": PARTIES[cost.party][0] if cost.party else "",
            "delivery_date": document.date, "state": "done",
        }
    )  # fmt: skip
    tables["delivery_lines"].append(
        {
            "delivery_line_id": document.number, "delivery_id": document.number,
            "quantity": 1, "cost_amount": cost.amount,
        }
    )  # fmt: skip


def _payment(tables: Tables, document: Document) -> None:
    (settling, *_) = (line for line in document.lines if line.settles)
    assert settling.party is not None
    is_receipt = not settling.account.startswith("22")
    side = "customer" if is_receipt else "supplier"
    amount = abs(Decimal(settling.dollars or settling.amount))
    currency = "USD" if settling.dollars else CURRENCIES[document.company]
    tables[f"{side}_payments"].append(
        {
            "payment_id": document.number, "payment_number": f"P{document.number:02}",
            "entity_id": ENTITIES[document.company], f"{side}_id": PARTIES[settling.party][0],
            "bank_account_id": f"{ENTITIES[document.company]}-bank",
            "payment_date": document.date, "currency_code": currency, "amount": amount,
        }
    )  # fmt: skip
    tables["payment_allocations" if is_receipt else "bill_allocations"].append(
        {
            "allocation_id": document.number, "payment_id": document.number,
            f"{'invoice' if is_receipt else 'bill'}_id": settling.settles,
            "allocation_type": "payment", "allocation_date": document.date,
            "currency_code": currency, "applied_amount": amount,
            "applied_amount_functional": abs(Decimal(settling.amount)),
        }
    )  # fmt: skip


def _journal(tables: Tables, document: Document) -> None:
    tables["journals"].append(
        {
            "journal_id": document.number, "journal_number": f"G{document.number:02}",
            "entity_id": ENTITIES[document.company],
            "journal_type": _JOURNAL_TYPES.get(document.journal, document.journal),
            "effective_date": document.date, "description": document.text, "state": "posted",
        }
    )  # fmt: skip
    for place, line in enumerate(document.lines):
        amount = Decimal(line.amount)
        tables["journal_lines"].append(
            {
                "journal_line_id": 10 * document.number + place, "journal_id": document.number,
                "account_id": _account(document, line.account),
                "party_id": PARTIES[line.party][0] if line.party else "",
                "debit_amount": max(amount, Decimal(0)),
                "credit_amount": max(-amount, Decimal(0)),
            }
        )  # fmt: skip


def _account(document: Document, code: str) -> str:
    return f"{ENTITIES[document.company]}-{code}"


_KINDS: Mapping[str, Any] = {
    "revenue": _invoice,
    "expense": _bill,
    "delivery": _delivery,
    "payment": _payment,
    "journal": _journal,
}
