"""Two companies that sell, are paid and post it themselves, as exported files that change.

Belongs here: the tables of their exports, what may happen to them, writing them as a project.
Keep out: landing and building, assertions.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from exported_company import write_exported_company

CURRENCIES: Final = {"A": "CNY", "B": "EUR"}
FIRST_DAY: Final = dt.date(2026, 1, 1)
CUSTOMERS: Final = 6
_ACCOUNTS: Final = {
    "1002": ("asset", "bank"),
    "1122": ("asset", "receivable"),
    "2221": ("liability", "tax_payable"),
    "4001": ("equity", "share_capital"),
    "6001": ("revenue", "revenue"),
}

Row = dict[str, Any]


class ChangingCompany:
    """The tables as they stand; `as_of` is the last day of the books."""

    def __init__(self, as_of: dt.date) -> None:
        """Two companies with their accounts, banks, customers and capital."""
        self.as_of = as_of
        self.tables: dict[str, list[Row]] = defaultdict(list)
        self.number = 0
        for entity, currency in CURRENCIES.items():
            self.tables["entities"].append(
                {
                    "entity_id": entity, "entity_code": entity, "entity_name": f"Company {entity}",
                    "functional_currency": currency, "posting_source": "erp",
                }
            )  # fmt: skip
            self.tables["bank_accounts"].append(
                {
                    "bank_account_id": f"{entity}-bank", "entity_id": entity,
                    "account_number": entity, "currency_code": currency,
                    "ledger_account_code": "1002",
                }
            )  # fmt: skip
            for code, (kind, account_class) in _ACCOUNTS.items():
                self.tables["chart_of_accounts"].append(
                    {
                        "account_id": entity + code, "entity_id": entity, "account_code": code,
                        "account_name": code, "account_type": kind, "account_class": account_class,
                    }
                )  # fmt: skip
            self._post(entity, FIRST_DAY, "opening", (("1002", "9000"), ("4001", "-9000")))
        for number in range(CUSTOMERS):
            self.add_customer(number)

    def add_customer(self, number: int) -> None:
        """One more customer."""
        self.tables["customers"].append(
            {"customer_id": f"C{number}", "customer_name": f"Customer {number}", "region": "North"}
        )

    def invoice(self, entity: str, day: dt.date, customer: int, net: Decimal) -> str:
        """An invoice and its journal; gives its id."""
        tax = (net * Decimal("0.13")).quantize(Decimal("0.01"))
        self.number += 1
        invoice, party = f"I{self.number}", f"C{customer}"
        lines = (("1122", net + tax), ("6001", -net), ("2221", -tax))
        journal = self._post(entity, day, "revenue", lines, party, ("invoice", invoice))
        self.tables["sales_invoices"].append(
            {
                "invoice_id": invoice, "invoice_number": invoice, "document_type": "invoice",
                "entity_id": entity, "customer_id": party, "journal_id": journal,
                "control_account_id": f"{entity}1122", "invoice_date": day,
                "due_date": day + dt.timedelta(days=30), "currency_code": CURRENCIES[entity],
                "net_amount": net, "tax_amount": tax, "gross_amount": net + tax,
                "gross_amount_functional": net + tax, "state": "posted",
            }
        )  # fmt: skip
        self.tables["sales_invoice_lines"].append(
            {
                "invoice_line_id": f"{invoice}-1", "invoice_id": invoice,
                "account_id": f"{entity}6001", "net_amount": net,
            }
        )  # fmt: skip
        return invoice

    def receipt(
        self, entity: str, day: dt.date, customer: int, amount: Decimal, invoice: str = ""
    ) -> None:
        """Money that came, for an invoice or on account."""
        self.number += 1
        payment, party = f"P{self.number}", f"C{customer}"
        lines = (("1002", amount), ("1122", -amount))
        journal = self._post(entity, day, "cash", lines, party, ("receipt", payment))
        self.tables["customer_payments"].append(
            {
                "payment_id": payment, "payment_number": payment, "entity_id": entity,
                "customer_id": party, "journal_id": journal, "bank_account_id": f"{entity}-bank",
                "payment_date": day, "currency_code": CURRENCIES[entity], "amount": amount,
                "amount_functional": amount, "bank_reference": payment,
            }
        )  # fmt: skip
        if invoice:
            self.tables["payment_allocations"].append(
                {
                    "allocation_id": f"{payment}-{invoice}", "payment_id": payment,
                    "invoice_id": invoice, "journal_line_id": f"{journal}-1122",
                    "allocation_type": "payment", "allocation_date": day,
                    "currency_code": CURRENCIES[entity], "applied_amount": amount,
                    "applied_amount_functional": amount,
                }
            )  # fmt: skip

    def refund(self, entity: str, day: dt.date, customer: int, amount: Decimal) -> None:
        """Money on account that goes back, which clears what came, by a journal alone."""
        lines = (("1122", amount), ("1002", -amount))
        self._post(entity, day, "cash", lines, f"C{customer}")

    def open_invoices(self) -> list[Row]:
        """Those nothing is allocated to."""
        allocated = {row["invoice_id"] for row in self.tables["payment_allocations"]}
        return [row for row in self.tables["sales_invoices"] if row["invoice_id"] not in allocated]

    def pay(self, invoice: Row, day: dt.date) -> None:
        """Money for the whole of an invoice."""
        customer = int(invoice["customer_id"][1:])
        amount, number = invoice["gross_amount"], invoice["invoice_id"]
        self.receipt(
            invoice["entity_id"], max(day, invoice["invoice_date"]), customer, amount, number
        )

    def correct_amount(self, invoice: Row, net: Decimal) -> None:
        """Another amount of an invoice, in its line and journal as well."""
        gross = net + invoice["tax_amount"]
        invoice.update(net_amount=net, gross_amount=gross, gross_amount_functional=gross)
        for line in self.tables["sales_invoice_lines"]:
            if line["invoice_id"] == invoice["invoice_id"]:
                line["net_amount"] = net
        for line in self.tables["journal_lines"]:
            if line["journal_line_id"] == f"{invoice['journal_id']}-1122":
                line["debit_amount"] = gross
            if line["journal_line_id"] == f"{invoice['journal_id']}-6001":
                line["credit_amount"] = net

    def misstate(self, invoice: Row, cents: int) -> None:
        """A journal's receivable line that no longer balances the others."""
        for line in self.tables["journal_lines"]:
            if line["journal_line_id"] == f"{invoice['journal_id']}-1122":
                line["debit_amount"] = invoice["gross_amount"] + Decimal(cents) / 100

    def move(self, invoice: Row, day: dt.date) -> None:
        """Another day of an invoice and its journal."""
        invoice.update(invoice_date=day, due_date=day + dt.timedelta(days=30))
        for journal in self.tables["journals"]:
            if journal["journal_id"] == invoice["journal_id"]:
                journal["effective_date"] = day

    def swap_lines(self, one: Row, other: Row) -> None:
        """The lines of two invoices of the same amount, each now of the other."""
        of_other = {one["invoice_id"]: other["invoice_id"], other["invoice_id"]: one["invoice_id"]}
        for line in self.tables["sales_invoice_lines"]:
            line["invoice_id"] = of_other.get(line["invoice_id"], line["invoice_id"])

    def delete(self, invoice: Row) -> None:
        """An invoice that is gone, with its lines and journal."""
        gone = {"invoice_id": invoice["invoice_id"], "journal_id": invoice["journal_id"]}
        for table in ("sales_invoices", "sales_invoice_lines", "journals", "journal_lines"):
            self.tables[table] = [
                row
                for row in self.tables[table]
                if not any(row.get(column) == value for column, value in gone.items())
            ]

    def rename_region(self, customer: int, region: str) -> None:
        """Master data that changes under documents nobody touched."""
        self.tables["customers"][customer]["region"] = region

    def write(self, folder: Path) -> Path:
        """Write everything as it stands, in place of what is there; give the project's folder."""
        for part in ("exports", "mappings"):
            shutil.rmtree(folder / part, ignore_errors=True)
        weeks = range(0, (self.as_of - FIRST_DAY).days + 1, 7)
        rates = [
            f"spot,EUR,CNY,{FIRST_DAY + dt.timedelta(days=days)},7.{days % 9}" for days in weeks
        ]
        return write_exported_company(
            folder,
            self.tables,
            name="changing_company",
            as_of=self.as_of,
            rates="\n".join(["rate_type,from_currency,to_currency,rate_date,rate", *rates]),
            ownership=(
                "entity_code,parent_entity_code,ownership_ratio,consolidation_method,valid_from,"
                f"valid_to\nB,A,1.0,full,{FIRST_DAY},\n"
            ),
        )

    def _post(
        self,
        entity: str,
        day: dt.date,
        kind: str,
        lines: tuple[tuple[str, Any], ...],
        party: str = "",
        document: tuple[str, str] = ("", ""),
    ) -> str:
        self.number += 1
        journal = f"J{self.number}"
        self.tables["journals"].append(
            {
                "journal_id": journal, "journal_number": journal, "entity_id": entity,
                "journal_type": kind, "effective_date": day, "document_type": document[0],
                "document_id": document[1], "state": "posted",
            }
        )  # fmt: skip
        for account, amount in lines:
            signed = Decimal(amount)
            self.tables["journal_lines"].append(
                {
                    "journal_line_id": f"{journal}-{account}", "journal_id": journal,
                    "account_id": entity + account, "party_id": party if account == "1122" else "",
                    "debit_amount": max(signed, Decimal(0)),
                    "credit_amount": max(-signed, Decimal(0)),
                }
            )  # fmt: skip
        return journal
