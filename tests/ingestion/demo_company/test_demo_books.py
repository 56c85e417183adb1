"""The demo company's books obey bookkeeping: balance, control accounts, bank, intercompany."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ingestion.demo_company import chart
from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.entities import BANK_ACCOUNTS, ENTITIES
from ingestion.demo_company.ledger import REVERSED, Ledger, Lines, UnbalancedJournal


@pytest.fixture(scope="module")
def lines(small_demo_company: DemoCompany) -> pd.DataFrame:
    """Journal lines with entity, date and journal of their move."""
    frames = small_demo_company.documents
    moves = frames["moves"].set_index("move")[["entity", "date", "journal", "origin_kind"]]
    return frames["move_lines"].join(moves, on="move")


def test_every_journal_sums_to_zero(lines: pd.DataFrame) -> None:
    assert len(lines) > 1_000
    assert (lines.groupby("move")["cents"].sum() == 0).all()


def test_a_journal_that_does_not_balance_is_refused() -> None:
    with pytest.raises(UnbalancedJournal, match="off by 1 cents"):
        Ledger().post(
            source="test",
            entity=0,
            dates=np.array(["2024-01-02"], dtype="datetime64[D]"),
            journal="MISC",
            origin_kind="",
            origin=-1,
            description="",
            lines=[Lines(np.array([0, 0]), np.array([1001, 6001]), np.array([100, -99]))],
        )


def test_accruals_are_taken_back_on_the_next_day(
    small_demo_company: DemoCompany, lines: pd.DataFrame
) -> None:
    frames = small_demo_company.documents
    moves = frames["moves"].set_index("move")
    reversals = moves[moves["origin_kind"] == REVERSED]
    assert len(reversals) == 3 * 12
    assert reversals["origin"].is_unique
    taken_back = moves.loc[reversals["origin"]]
    assert (reversals["entity"].to_numpy() == taken_back["entity"].to_numpy()).all()
    assert (
        reversals["date"].to_numpy() - taken_back["date"].to_numpy() == np.timedelta64(1, "D")
    ).all()
    of = pd.Series(reversals["origin"].to_numpy(), index=reversals.index)
    both = lines[lines["move"].isin([*of.index, *of])]
    pair = both["move"].map(of).fillna(both["move"])
    assert (both.groupby([pair, "account"])["cents"].agg(["sum", "size"]) == (0, 2)).all(axis=None)


def test_second_currency_has_the_sign_of_the_line(lines: pd.DataFrame) -> None:
    foreign = lines[lines["second_cents"] != 0]
    assert len(foreign) > 20
    assert (np.sign(foreign["second_cents"]) * np.sign(foreign["cents"]) >= 0).all()
    own = np.array([one.currency for one in ENTITIES])[lines["entity"]]
    assert (lines["currency"] != own).all()


@pytest.mark.parametrize("codes", [chart.RECEIVABLE_CONTROL, chart.PAYABLE_CONTROL])
def test_control_accounts_are_open_documents_and_money_on_account(
    small_demo_company: DemoCompany, lines: pd.DataFrame, codes: tuple[int, ...]
) -> None:
    frames = small_demo_company.documents
    documents = pd.concat([frames["invoices"], frames["bills"]]).set_index("invoice")
    control = lines[lines["account"].isin(codes)]
    opened = control[~control["is_settlement"] & (control["invoice"] >= 0)]
    assert opened["invoice"].is_unique
    sign = 1 if codes == chart.RECEIVABLE_CONTROL else -1
    gross = documents["functional_cents"].reindex(opened["invoice"]).to_numpy() * sign
    assert (opened["cents"].to_numpy() == gross).all()
    on_account = control[control["invoice"] < 0]
    assert (on_account["party"] > 0).all()
    items = control[control["invoice"] >= 0].groupby("invoice")["cents"].sum()
    paid = documents["state"].reindex(items.index) == "paid"
    assert (items[paid] == 0).all()
    assert items.sum() + on_account["cents"].sum() == control["cents"].sum()


def test_no_document_is_paid_beyond_its_amount(lines: pd.DataFrame) -> None:
    control = lines[lines["invoice"] >= 0].assign(
        amount=lambda frame: np.where(frame["currency"] >= 0, frame["second_cents"], frame["cents"])
    )
    original = control[~control["is_settlement"]].set_index("invoice")["amount"]
    left = control.groupby("invoice")["amount"].sum()
    original = original.reindex(left.index)
    assert (left * np.sign(original) >= 0).all()
    assert (left.abs() <= original.abs()).all()


def test_bank_statement_and_ledger_differ_by_listed_items_only(
    small_demo_company: DemoCompany, lines: pd.DataFrame
) -> None:
    bank = small_demo_company.documents["bank_lines"]
    shown = small_demo_company.bank_lines
    accounts = small_demo_company.bank_accounts.set_index("account_id")
    assert shown["bank_reference"].is_unique
    for position, account in enumerate(BANK_ACCOUNTS):
        name = account.iban or account.account_number
        closing = (
            accounts.loc[name, "opening_cents"]
            + shown.loc[shown["account_id"] == name, "amount_cents"].sum()
        )
        mine = bank[bank["position"] == position]
        in_transit = mine.loc[(mine["move"] > 0) & ~mine["is_on_statement"], "cents"].sum()
        unbooked = mine.loc[(mine["move"] < 0) & mine["is_on_statement"], "cents"].sum()
        ledger = lines.loc[lines["account"] == account.ledger_code, "cents"].sum()
        assert ledger == closing + in_transit - unbooked


def test_statements_and_ledger_agree_at_every_month_end(
    small_demo_company: DemoCompany, lines: pd.DataFrame
) -> None:
    bank = small_demo_company.documents["bank_lines"]
    bank = bank[bank["move"] > 0]
    for month in pd.date_range("2023-11-30", "2026-10-31", freq="ME"):
        ledger = lines.loc[
            lines["account"].isin(chart.BANK_CODES) & (lines["date"] <= month), "cents"
        ].sum()
        opening = small_demo_company.bank_accounts["opening_cents"].sum()
        shown = bank.loc[bank["booking_date"] <= month, "cents"].sum()
        transit = bank.loc[(bank["date"] <= month) & (bank["booking_date"] > month), "cents"].sum()
        late = bank.loc[(bank["date"] > month) & (bank["booking_date"] <= month), "cents"].sum()
        assert ledger == opening + shown + transit - late


def test_money_is_in_the_bank_on_every_day(lines: pd.DataFrame) -> None:
    for code in chart.BANK_CODES:
        mine = lines[lines["account"] == code]
        daily = mine.groupby("date")["cents"].sum().cumsum()
        assert (daily > 0).all(), f"account {code} is overdrawn: {daily[daily <= 0]}"


def test_intercompany_balances_agree_in_the_transaction_currency(lines: pd.DataFrame) -> None:
    for ours, theirs in (
        (chart.INTERCOMPANY_RECEIVABLES, chart.INTERCOMPANY_PAYABLES),
        (chart.INTERCOMPANY_LOAN_RECEIVABLE, chart.INTERCOMPANY_LOAN_PAYABLE),
    ):
        for entity, one in enumerate(ENTITIES[1:], start=1):
            claim = lines[(lines["account"] == ours) & (lines["currency"] == one.currency)]
            debt = lines[(lines["account"] == theirs) & (lines["entity"] == entity)]
            assert claim["second_cents"].sum() == -debt["cents"].sum() != 0


def test_closed_years_leave_no_profit_and_loss_balance(lines: pd.DataFrame) -> None:
    income = lines[lines["account"].isin(chart.INCOME_STATEMENT_CODES)]
    for year in (2023, 2024, 2025):
        until = income[income["date"] <= f"{year}-12-31"]
        assert (until.groupby(["entity", "account"])["cents"].sum() == 0).all()
    assert (lines[lines["journal"] == "CLOSE"]["date"].dt.strftime("%m-%d") == "12-31").all()


def test_movements_for_budgets_are_the_profit_of_the_ledger(
    small_demo_company: DemoCompany, lines: pd.DataFrame
) -> None:
    income = lines[
        lines["account"].isin(chart.INCOME_STATEMENT_CODES) & (lines["journal"] != "CLOSE")
    ]
    movements = small_demo_company.account_movements
    assert movements["profit_signed_cents"].sum() == -income["cents"].sum()
    assert not movements.duplicated(["entity_code", "account_code", "fiscal_period"]).any()
