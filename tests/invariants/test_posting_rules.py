"""Rules are data: what they say is posted, what they do not say is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from compiled_models import Model, compiled_models, copied, dbt


def rows(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt_target")


@pytest.fixture(scope="module")
def posting(built_warehouse: Path, target: Path) -> list[Model]:
    """What follows from the rules."""
    models = ("int_posting_rules_applied", "int_posting_refusals_listed")
    models = (*models, "int_rule_journal_lines_derived", "fct_posting_refusals")
    with copied(built_warehouse, target) as copy:
        return compiled_models(*models, warehouse=copy, target=target)


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the built warehouse whose rules may be changed."""
    with copied(built_warehouse, tmp_path) as copy:
        yield copy


def change(warehouse: Path, posting: list[Model], *statements: str) -> None:
    """Change rules and post anew."""
    with duckdb.connect(str(warehouse)) as connection:
        for statement in statements:
            ((changed,),) = connection.execute(statement).fetchall()
            assert changed > 0
        for model in posting:
            connection.execute(model.statement)


def test_every_event_of_the_demo_company_is_posted_and_balances(built_warehouse: Path) -> None:
    assert rows(built_warehouse, "select * from ledger.fct_posting_refusals") == []
    ((events, journals, unbalanced),) = rows(
        built_warehouse,
        """
        with journals as (
            select journal_key, sum(functional_amount) as difference
            from intermediate.int_rule_journal_lines_derived group by journal_key
        )
        select
            (select count(distinct event_key) from intermediate.int_accounting_events_united),
            count(*), count(*) filter (where difference <> 0)
        from journals
        """,
    )
    assert events == journals > 3000
    assert unbalanced == 0


def test_overlapping_rules_are_refused_and_both_are_named(warehouse: Path, target: Path) -> None:
    change(
        warehouse,
        [],
        """
        insert into seeds.posting_rules
        select * replace ('SI-19' as rule_code, date '2026-01-01' as valid_from)
        from seeds.posting_rules where rule_code = 'SI-10'
        """,
    )
    test = "assert_posting_rules_do_not_overlap"
    (compiled,) = dbt("compile", "--select", test, warehouse=warehouse, target=target).results
    found = rows(warehouse, compiled.node.compiled_code)
    assert [row[:2] for row in found] == [("SI-10", "SI-19")]


def test_an_event_without_a_rule_is_refused_as_a_whole(
    warehouse: Path, posting: list[Model]
) -> None:
    change(warehouse, posting, "delete from seeds.posting_rules where rule_code = 'SI-30'")
    ((refused, taxed, still_posted),) = rows(
        warehouse,
        """
        select
            (select count(*) from ledger.fct_posting_refusals
             where missing_part = 'rule' and reason like '%amount tax of a sales_invoice%'),
            (select count(*) from sales.fct_invoices
             where document_type = 'invoice' and tax_amount <> 0),
            (select count(*) from intermediate.int_rule_journal_lines_derived
             where document_key in (select document_key from ledger.fct_posting_refusals)
             and document_type = 'invoice')
        """,
    )
    assert refused == taxed > 0
    assert still_posted == 0


def test_a_rule_holds_between_its_dates(warehouse: Path, posting: list[Model]) -> None:
    change(
        warehouse,
        posting,
        """
        insert into seeds.posting_rules
        select * replace (
            'SI-22' as rule_code, 'class' as account_source, 'other_income' as account_class,
            'any' as account_code_prefix, date '2026-07-01' as valid_from
        )
        from seeds.posting_rules where rule_code = 'SI-20'
        """,
        """
        update seeds.posting_rules set valid_to = date '2026-06-30' where rule_code = 'SI-20'
        """,
    )
    posted = rows(
        warehouse,
        """
        select account_code, effective_date >= date '2026-07-01' as is_later, count(*) > 0
        from intermediate.int_rule_journal_lines_derived
        inner join ledger.dim_accounts using (account_key)
        where event_type = 'sales_invoice' and rule_code in ('SI-20', 'SI-22')
            and effective_date >= date '2026-01-01'
        group by all order by all
        """,
    )
    assert posted == [("6001", False, True), ("6051", True, True)]
