"""Books of a chosen number of journal lines, exported as Parquet, and the plain sums over them.

**Belongs here**: three companies that sell, are paid late or never, and post each invoice and
receipt themselves; what DuckDB needs for the sums alone that their statements are made of.

**Keep out**: measuring (`benchmarks.__main__`).

Run the sums as a process: `python -m benchmarks.books WAREHOUSE`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import duckdb
import yaml

MONTHS: Final = 60
_FIRST_DAY: Final = "2021-11-01"
_LAST_DAY: Final = "2026-10-31"
_NEXT_MONTH_ENDS: Final = "2026-11-30"
# An invoice posts three lines, its receipt two; one invoice of twenty is never paid.
_LINES_AN_INVOICE: Final = 3 + 2 * 19 / 20
_ACCOUNTS: Final = {
    "1002": ("asset", "bank"),
    "1122": ("asset", "receivable"),
    "2221": ("liability", "tax_payable"),
    "4001": ("equity", "share_capital"),
    "6001": ("revenue", "revenue"),
}


def write_books(folder: Path, journal_lines: int, *, next_month: bool = False) -> Path:
    """Write the exports, a mapping for each and the project.

    Args:
        folder: Gets `exports/`, `mappings/` and `ledgerhouse.yml`.
        journal_lines: About how many to write.
        next_month: The same books a month later.

    Returns:
        The project's folder.
    """
    last_day = _NEXT_MONTH_ENDS if next_month else _LAST_DAY
    exports, mappings = folder / "exports", folder / "mappings"
    for made in (exports, mappings):
        made.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for table, query in _tables(round(journal_lines / _LINES_AN_INVOICE), last_day).items():
            connection.execute(f"create table {table} as {query}")
            connection.execute(f"copy {table} to '{exports / table}.parquet' (format parquet)")
            described = connection.execute(f"describe {table}").fetchall()
            columns = {name: f"record.{name}" for name, *_ in described}
            mapping = {"table": table, "file": f"{table}.parquet", "columns": columns}
            (mappings / f"{table}.yml").write_text(yaml.safe_dump(mapping), encoding="utf-8")
    (folder / "ledgerhouse.yml").write_text(
        f"name: books\npresentation_currency: CNY\nas_of: {last_day}\nsources:\n"
        f'  files: {{folder: "{exports}", mappings: mappings}}\n'
        f"  fx_rates: {{since: {_FIRST_DAY}}}\n",
        encoding="utf-8",
    )
    return folder


def _tables(invoices: int, last_day: str) -> dict[str, str]:
    """Canonical table → the query that makes it; later ones read earlier ones.

    Args:
        invoices: How many until the last day of the whole months.
        last_day: Nothing later is written.
    """
    accounts = ", ".join(f"('{code}', '{t}', '{c}')" for code, (t, c) in _ACCOUNTS.items())
    days = f"(date '{_LAST_DAY}' - date '{_FIRST_DAY}')"
    return {
        "entities": "select code as entity_id, code as entity_code, 'Books ' || code as "
        "entity_name, currency as functional_currency, 'erp' as posting_source "
        "from (values ('B1', 'CNY'), ('B2', 'EUR'), ('B3', 'USD')) as made (code, currency)",
        "chart_of_accounts": "select entity_id || account_code as account_id, entity_id, "
        "account_code, account_code as account_name, account_type, account_class "
        f"from entities cross join (values {accounts}) "
        "as made (account_code, account_type, account_class)",
        "bank_accounts": "select entity_id || 'bank' as bank_account_id, entity_id, "
        "entity_id as account_number, functional_currency as currency_code, "
        "'1002' as ledger_account_code from entities",
        "customers": "select 'C' || range as customer_id, 'Customer ' || range as customer_name "
        "from range(5000)",
        "sales_invoices": f"""
            select 'I' || range as invoice_id, 'I' || range as invoice_number,
                'invoice' as document_type, 'B' || (1 + range % 3) as entity_id,
                'C' || (range * 7919 % 5000) as customer_id, 'I' || range as journal_id,
                'B' || (1 + range % 3) || '1122' as control_account_id,
                date '{_FIRST_DAY}' + cast(range * {days} // {invoices} as integer) as invoice_date,
                invoice_date + 30 as due_date,
                ['CNY', 'EUR', 'USD'][1 + range % 3] as currency_code,
                cast(10 + range % 99991 / 100 as decimal(18, 2)) as net_amount,
                cast(round(net_amount * 0.13, 2) as decimal(18, 2)) as tax_amount,
                net_amount + tax_amount as gross_amount, gross_amount as gross_amount_functional,
                'posted' as state
            from range({invoices} + {invoices} // {MONTHS})
            where invoice_date <= date '{last_day}'""",
        "sales_invoice_lines": "select invoice_id as invoice_line_id, invoice_id, "
        "entity_id || '6001' as account_id, net_amount from sales_invoices",
        "customer_payments": f"""
            select replace(invoice_id, 'I', 'P') as payment_id, payment_id as payment_number,
                entity_id, customer_id, payment_id as journal_id,
                entity_id || 'bank' as bank_account_id,
                invoice_date + cast(10 + number % 60 as integer) as payment_date, currency_code,
                gross_amount as amount, gross_amount as amount_functional
            from (select *, cast(invoice_id[2:] as bigint) as number from sales_invoices)
            where number % 20 <> 0 and payment_date <= date '{last_day}'""",
        "payment_allocations": "select payment_id as allocation_id, payment_id, "
        "replace(payment_id, 'P', 'I') as invoice_id, 'payment' as allocation_type, "
        "payment_date as allocation_date, currency_code, amount as applied_amount, "
        "amount as applied_amount_functional from customer_payments",
        "journals": f"""
            select invoice_id as journal_id, invoice_id as journal_number, entity_id,
                'revenue' as journal_type, invoice_date as effective_date,
                'invoice' as document_type, invoice_id as document_id, 'posted' as state
            from sales_invoices
            union all
            select payment_id, payment_id, entity_id, 'cash', payment_date, 'receipt', payment_id,
                'posted'
            from customer_payments
            union all
            select entity_id || 'O', entity_id || 'O', entity_id, 'opening', date '{_FIRST_DAY}',
                null, null, 'posted'
            from entities""",
        "journal_lines": """
            select journal_id || account as journal_line_id, journal_id,
                entity_id || account as account_id, party_id,
                greatest(amount, 0) as debit_amount, greatest(-amount, 0) as credit_amount
            from (
                select invoice_id as journal_id, entity_id, '1122' as account,
                    customer_id as party_id, gross_amount as amount from sales_invoices
                union all
                select invoice_id, entity_id, '6001', null, -net_amount from sales_invoices
                union all
                select invoice_id, entity_id, '2221', null, -tax_amount from sales_invoices
                union all
                select payment_id, entity_id, '1002', null, amount from customer_payments
                union all
                select payment_id, entity_id, '1122', customer_id, -amount from customer_payments
                union all
                select entity_id || 'O', entity_id, '1002', null, 1000000.00 from entities
                union all
                select entity_id || 'O', entity_id, '4001', null, -1000000.00 from entities
            )""",
    }


def plain_sums(warehouse: Path) -> None:
    """Add up what the statements need from the landed rows: no translation, no proof, no key."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set threads = 2")
        connection.execute(
            """
            create temp table balances as
            select account_id, period, sum(moved) over (partition by account_id order by period)
            from (
                select lines.account_id, date_trunc('month', journals.effective_date) as period,
                    sum(lines.debit_amount - lines.credit_amount) as moved
                from raw_files.journal_lines as lines
                inner join raw_files.journals as journals using (journal_id)
                group by all
            )
            """
        )
        connection.execute(
            """
            create temp table unbalanced as
            select journal_id from raw_files.journal_lines
            group by journal_id having sum(debit_amount) <> sum(credit_amount)
            """
        )
        connection.execute(
            f"""
            create temp table ageing as
            select month_end, invoices.entity_id, invoices.customer_id,
                least(greatest(month_end - invoices.due_date, 0) // 30, 4) as bucket,
                sum(invoices.gross_amount) as open_amount
            from (
                select last_day(date '{_FIRST_DAY}' + to_months(range)) as month_end
                from range({MONTHS})
            ) as ends
            inner join raw_files.sales_invoices as invoices on invoices.invoice_date <= month_end
            left join raw_files.payment_allocations as paid using (invoice_id)
            where paid.allocation_date is null or paid.allocation_date > month_end
            group by all
            """
        )


if __name__ == "__main__":
    plain_sums(Path(sys.argv[1]))
