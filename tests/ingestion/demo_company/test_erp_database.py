"""The ERP database is a Tryton database: schema, storage of values, references."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.erp_database import FILE_NAME, write_erp_database
from ingestion.demo_company.erp_tables import UnknownErpColumn, tryton_schema, write_rows


@pytest.fixture(scope="module")
def erp(
    small_demo_company: DemoCompany, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("erp")
    write_erp_database(small_demo_company, folder)
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        yield connection


def _all(erp: sqlite3.Connection, query: str) -> list[tuple[object, ...]]:
    return erp.execute(query).fetchall()


def test_every_table_has_the_columns_of_tryton(erp: sqlite3.Connection) -> None:
    for table, columns in tryton_schema().items():
        found = {name: kind for _, name, kind, *_ in _all(erp, f'PRAGMA table_info("{table}")')}
        assert found == columns


def test_amounts_are_decimal_text_in_bytes_and_never_floats(erp: sqlite3.Connection) -> None:
    kinds = _all(erp, "SELECT DISTINCT typeof(debit), typeof(credit) FROM account_move_line")
    assert kinds == [("blob", "blob")]
    for (amount,) in _all(erp, "SELECT debit FROM account_move_line LIMIT 100"):
        assert isinstance(amount, bytes)
        assert Decimal(amount.decode()).as_tuple().exponent == -2


def test_the_ledger_in_the_database_is_the_simulated_one(
    erp: sqlite3.Connection, small_demo_company: DemoCompany
) -> None:
    lines = small_demo_company.documents["move_lines"]
    total = sum(
        (Decimal(amount.decode()) for (amount,) in _all(erp, "SELECT debit FROM account_move_line")
         if isinstance(amount, bytes)),
        Decimal(0),
    )  # fmt: skip
    assert int(total * 100) == int(lines.loc[lines["cents"] > 0, "cents"].sum())


@pytest.mark.parametrize(
    ("table", "column", "target"),
    [
        ("account_move_line", "move", "account_move"),
        ("account_move_line", "account", "account_account"),
        ("account_move_line", "party", "party_party"),
        ("account_move_line", "reconciliation", "account_move_reconciliation"),
        ("account_move", "period", "account_period"),
        ("account_move", "journal", "account_journal"),
        ("account_invoice", "move", "account_move"),
        ("account_invoice", "party", "party_party"),
        ("account_invoice", "payment_term", "account_invoice_payment_term"),
        ("account_invoice_line", "invoice", "account_invoice"),
        ("account_invoice_line", "product", "product_product"),
        ("account_invoice-account_move_line", "line", "account_move_line"),
        ("account_invoice_line-stock_move", "stock_move", "stock_move"),
        ("sale_sale", "confirmed_by", "company_employee"),
        ("sale_line", "sale", "sale_sale"),
        ("purchase_line", "purchase", "purchase_purchase"),
        ("stock_move", "product", "product_product"),
        ("account_statement_journal", "account", "account_account"),
        ("product_template", "account_category", "product_category"),
        ("party_address", "country", "country_country"),
    ],
)
def test_references_point_at_rows(
    erp: sqlite3.Connection, table: str, column: str, target: str
) -> None:
    used = _all(erp, f'SELECT count("{column}") FROM "{table}"')
    assert used[0][0] != 0
    lost = _all(
        erp,
        f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL '
        f'AND "{column}" NOT IN (SELECT id FROM "{target}")',
    )
    assert lost == [(0,)]


@pytest.mark.parametrize(
    ("table", "column", "model", "target"),
    [
        ("account_invoice_line", "origin", "sale.line", "sale_line"),
        ("account_invoice_line", "origin", "purchase.line", "purchase_line"),
        ("stock_move", "origin", "sale.line", "sale_line"),
        ("stock_move", "shipment", "stock.shipment.out", "stock_shipment_out"),
        ("stock_move", "shipment", "stock.shipment.in", "stock_shipment_in"),
        ("account_move", "origin", "account.invoice", "account_invoice"),
        ("account_move", "origin", "stock.shipment.in", "stock_shipment_in"),
        ("account_move", "origin", "production", "production"),
        ("account_move", "origin", "account.move", "account_move"),
        ("account_move_line", "origin", "account.invoice.line", "account_invoice_line"),
        ("account_move_line", "origin", "account.move.line", "account_move_line"),
        ("account_move", "origin", "stock.shipment.out.return", "stock_shipment_out_return"),
        ("stock_move", "shipment", "stock.shipment.out.return", "stock_shipment_out_return"),
    ],
)
def test_origins_name_rows_of_their_model(
    erp: sqlite3.Connection, table: str, column: str, model: str, target: str
) -> None:
    prefix = len(model) + 2
    rows = _all(
        erp,
        f'SELECT count(*), count(found.id) FROM "{table}" AS source LEFT JOIN "{target}" AS found '
        f'ON cast(found.id AS TEXT) = substr(source."{column}", {prefix}) '
        f"WHERE source.\"{column}\" LIKE '{model},%'",
    )
    assert rows[0][0] == rows[0][1] != 0


def test_lines_of_an_invoice_are_booked_on_its_own_move(erp: sqlite3.Connection) -> None:
    stray = _all(
        erp,
        "SELECT count(*) FROM account_move_line AS line "
        "JOIN account_invoice_line AS billed "
        "ON cast(billed.id AS TEXT) = substr(line.origin, 22) "
        "JOIN account_invoice AS invoice ON invoice.id = billed.invoice "
        "WHERE line.origin LIKE 'account.invoice.line,%' AND invoice.move <> line.move",
    )
    assert stray == [(0,)]


def test_bank_lines_carry_the_reference_of_the_statement(
    erp: sqlite3.Connection, small_demo_company: DemoCompany
) -> None:
    references = {
        text
        for (text,) in _all(
            erp,
            "SELECT line.description FROM account_move_line AS line "
            "JOIN account_statement_journal AS bank ON bank.account = line.account "
            "JOIN account_move AS move ON move.id = line.move "
            "JOIN account_journal AS journal ON journal.id = move.journal "
            "WHERE journal.code <> 'OPEN'",
        )
    }
    assert None not in references
    shown = set(small_demo_company.bank_lines["bank_reference"])
    assert len(references & shown) > 0.9 * len(shown)


def test_a_column_tryton_does_not_have_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        schema = tryton_schema()
        with pytest.raises(UnknownErpColumn, match="colour"):
            write_rows(connection, schema, "party_party", {"id": [1], "colour": ["red"]})
