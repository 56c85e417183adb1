"""What a source posts otherwise than the rules would is found by document, and classed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from compiled_models import Model, compiled_models, copied

# What reads the journals: the documents themselves are not touched.
COMPARED = (
    *("int_journals_unioned", "int_journal_lines_unioned"),
    *("int_source_journals_posted", "int_journals_conformed", "int_journal_lines_conformed"),
    *("int_journals_posted", "int_journal_lines_posted"),
    *("int_document_journals_resolved", "int_shadow_ledger_compared"),
    *("fct_shadow_ledger_differences", "rpt_shadow_ledger_coverage", "audit_gl_10"),
)
_COPY = "_source_key || '-again' as _source_key"


class Mistake(NamedTuple):
    """One mistake of a bookkeeper: the journal it is made in, and what it does to it."""

    move: str
    plant: tuple[str, ...]


def _moves(book: str, account: str, currency: str, position: int) -> str:
    return f"""
        select line.move from raw_erp.account_move_line as line
        inner join raw_erp.account_account as account on line.account = account.id
        inner join raw_erp.account_move as move on line.move = move.id
        inner join raw_erp.account_journal as journal on move.journal = journal.id
        where journal.type = '{book}' and account.code = '{account}'
            and line.second_currency is {currency}
        group by all order by all limit 1 offset {position}
    """


def _more(account: str, change: str) -> str:
    """Change the side on which the lines of an account already stand."""
    return f"""
        update raw_erp.account_move_line set
            debit = case when debit > 0 then debit {change} else debit end,
            credit = case when credit > 0 then credit {change} else credit end
        where move = {{move}} and account in (
            select id from raw_erp.account_account where code = '{account}'
        )
    """


MISTAKES = {
    "missing": Mistake(
        "select min(id) from raw_erp.account_move where origin like 'stock.shipment.out,%'",
        ("delete from raw_erp.account_move where id = {move}",),
    ),
    "duplicate": Mistake(
        "select min(id) from raw_erp.account_move where origin like 'stock.shipment.in,%'",
        (
            f"""
            insert into raw_erp.account_move
            select * replace (id + 9000000 as id, '9' || number as number, {_COPY})
            from raw_erp.account_move where id = {{move}}
            """,
            f"""
            insert into raw_erp.account_move_line
            select * replace (id + 9000000 as id, move + 9000000 as move, {_COPY})
            from raw_erp.account_move_line where move = {{move}}
            """,
        ),
    ),
    "account": Mistake(
        _moves("revenue", "6001", "null", 0),
        (
            """
            update raw_erp.account_move_line set account = (
                select other.id from raw_erp.account_account as other
                inner join raw_erp.account_account as mine on other.company = mine.company
                where mine.id = account_move_line.account and other.code = '6051'
            )
            where move = {move} and account in (
                select id from raw_erp.account_account where code = '6001'
            )
            """,
        ),
    ),
    "period": Mistake(
        _moves("expense", "660104", "null", 0),
        ("update raw_erp.account_move set date = date + 40 where id = {move}",),
    ),
    "amount": Mistake(
        _moves("expense", "660104", "null", 3),
        (_more("660104", "+ 10"), _more("2202", "+ 10")),
    ),
    "rate": Mistake(
        _moves("revenue", "6001", "not null", 0),
        (
            """
            update raw_erp.account_move_line set debit = 2 * debit, credit = 2 * credit
            where move = {move}
            """,
        ),
    ),
    "tax": Mistake(
        _moves("expense", "660204", "null", 5),
        (_more("222102", "- 1"), _more("2202", "- 1")),
    ),
}


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def mistaken(
    built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, str]]]:
    """Books in which every mistake was made once; gives the document each was made in."""
    folder = tmp_path_factory.mktemp("mistaken")
    documents = {}
    with copied(built_warehouse, folder) as copy:
        compared = compiled_models(*COMPARED, warehouse=copy, target=folder / "dbt_target")
        _make_mistakes(copy, compared, documents)
        yield copy, documents


def _make_mistakes(warehouse: Path, compared: list[Model], documents: dict[str, str]) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        for name, mistake in MISTAKES.items():
            ((move,),) = connection.execute(mistake.move).fetchall()
            ((documents[name],),) = connection.execute(
                """
                select document_key from intermediate.int_document_journals_resolved
                where journal_key = md5('erp|' || ?)
                """,
                [str(move)],
            ).fetchall()
            for statement in mistake.plant:
                ((changed,),) = connection.execute(statement.format(move=move)).fetchall()
                assert changed > 0
        for model in compared:
            connection.execute(model.statement)


def differences(warehouse: Path, document: str) -> list[tuple[Any, ...]]:
    return rows(
        warehouse,
        f"""
        select difference_class, account_code, sign(difference_amount), fiscal_period
        from ledger.fct_shadow_ledger_differences inner join ledger.dim_accounts using (account_key)
        where document_key = '{document}' order by all
        """,
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_classed(mistaken: tuple[Path, dict[str, str]], name: str) -> None:
    warehouse, documents = mistaken
    assert {row[0] for row in differences(warehouse, documents[name])} == {name}


def test_a_wrong_account_shows_both_accounts(mistaken: tuple[Path, dict[str, str]]) -> None:
    warehouse, documents = mistaken
    found = differences(warehouse, documents["account"])
    assert [row[1:3] for row in found] == [("6001", -1), ("6051", 1)]


def test_a_wrong_period_shows_both_periods(mistaken: tuple[Path, dict[str, str]]) -> None:
    warehouse, documents = mistaken
    found = differences(warehouse, documents["period"])
    assert len({row[3] for row in found}) == 2
    assert len({row[1:] for row in found}) == 2 * len({row[1] for row in found})


def test_every_difference_between_the_two_ledgers_is_listed(
    mistaken: tuple[Path, dict[str, str]], built_warehouse: Path
) -> None:
    warehouse, documents = mistaken
    assert rows(warehouse, "select * from audit.audit_gl_10 where residual_amount <> 0") == []
    differing = "select distinct document_key from ledger.fct_shadow_ledger_differences"
    before, after = set(rows(built_warehouse, differing)), set(rows(warehouse, differing))
    assert after - before == {(document,) for document in documents.values()}


def test_clean_books_differ_only_where_a_payment_falls_short(built_warehouse: Path) -> None:
    """A sum forgiven and a fee look the same from outside: the rules post both as a fee."""
    found = rows(
        built_warehouse,
        """
        select distinct event_type, difference_class, account_class
        from ledger.fct_shadow_ledger_differences inner join ledger.dim_accounts using (account_key)
        order by all
        """,
    )
    assert found == [
        ("customer_receipt", "account", "bank_fee"),
        ("customer_receipt", "account", "non_operating_expense"),
    ]
    ((documents, matched),) = rows(
        built_warehouse,
        "select sum(document_count), sum(matched_count) from ledger.rpt_shadow_ledger_coverage",
    )
    assert documents > 3000
    assert documents - matched < 0.01 * float(documents)
