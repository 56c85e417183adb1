"""Bank loans, loans between the entities, and what banks charge and pay.

**Belongs here:** draw-downs, interest, repayments, account fees, interest on balances and
transfers between own accounts.
**Keep out:** payments of customers and suppliers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ingestion.demo_company import chart
from ingestion.demo_company.entities import AMERICA, BANK_ACCOUNTS, ENTITIES, EUROPE, PARENT
from ingestion.demo_company.exchange_rates import CNY, convert
from ingestion.demo_company.ledger import BankDetails, Ledger, Lines
from ingestion.demo_company.opening import LONG_TERM_LOAN, scaled
from ingestion.demo_company.timeline import (
    FIRST,
    LAST,
    MONTHS,
    Days,
    Ints,
    month_end,
    month_start,
    next_business_day,
)

_LONG_TERM_RATE = 0.041
_REPAYMENT = 600_000
_ONE = np.zeros(1, dtype=np.int64)


class GroupLoan(NamedTuple):
    """A loan of the parent to a subsidiary in the subsidiary's currency, units at factor 1."""

    borrower: int
    drawn: str
    amount: int
    rate: float
    yearly_repayment: int


_GROUP_LOANS = (
    GroupLoan(EUROPE, "2024-06-17", 240_000, 0.040, 40_000),
    GroupLoan(AMERICA, "2025-02-17", 150_000, 0.045, 25_000),
)


def post_loans(ledger: Ledger, factor: float) -> None:
    """Post the parent's long-term loan, Europe's short-term loan and the loans in the group."""
    _post_long_term_loan(ledger, factor)
    _post_short_term_loan(ledger, factor)
    for loan in _GROUP_LOANS:
        _post_group_loan(ledger, loan, factor)
    _post_account_fees(ledger, factor)


def _bank(
    ledger: Ledger, entity: int, days: Days, cents: Ints, account: int, text: str, name: str
) -> None:
    """Pay (or receive, negative cents) amounts from an entity's main account."""
    each = np.arange(len(days))
    bank = ENTITIES[entity].main_bank_code
    ledger.post(
        source=text, entity=entity, dates=days, journal="BANK", origin_kind="", origin=-1,
        description=text, lines=[Lines(each, bank, -cents), Lines(each, account, cents)],
        bank=[BankDetails(each, bank, 0, name, "", text)],
    )  # fmt: skip


def _post_long_term_loan(ledger: Ledger, factor: float) -> None:
    calendar = MONTHS.astype(int) % 12 + 1
    repays = np.isin(calendar, (6, 12))
    repayment = scaled(_REPAYMENT, factor)
    before = np.r_[0, np.cumsum(repays)[:-1]] * repayment
    balance = scaled(LONG_TERM_LOAN, factor) - before
    interest = np.rint(balance * _LONG_TERM_RATE / 12).astype(np.int64)
    each = np.arange(len(MONTHS))
    ledger.post(
        source="interest", entity=PARENT, dates=month_end(MONTHS), journal="MISC",
        origin_kind="", origin=-1, description="Interest on long-term loan",
        lines=[Lines(each, chart.INTEREST_EXPENSE, interest),
               Lines(each, chart.INTEREST_PAYABLE, -interest)],
    )  # fmt: skip
    pays = np.flatnonzero(np.isin(calendar, (3, 6, 9, 12)))
    owed = np.r_[0, np.cumsum(interest)][pays]
    days = next_business_day(month_start(MONTHS[pays]) + 20)
    name = "中国工商银行上海分行"
    _bank(ledger, PARENT, days, np.diff(np.r_[0, owed]), chart.INTEREST_PAYABLE,
          "Loan interest", name)  # fmt: skip
    days = next_business_day(month_start(MONTHS[repays]) + 20)
    _bank(ledger, PARENT, days, np.repeat(repayment, repays.sum()), chart.LONG_TERM_LOANS,
          "Loan repayment", name)  # fmt: skip


def _post_short_term_loan(ledger: Ledger, factor: float) -> None:
    amount = np.array([scaled(250_000, factor)])
    name = "Commerzbank"
    drawn, repaid = np.datetime64("2024-03-15"), np.datetime64("2025-03-14")
    _bank(ledger, EUROPE, np.array([drawn]), -amount, chart.SHORT_TERM_LOANS,
          "Loan draw-down", name)  # fmt: skip
    _bank(ledger, EUROPE, np.array([repaid]), amount, chart.SHORT_TERM_LOANS,
          "Loan repayment", name)  # fmt: skip
    months = np.arange(np.datetime64("2024-03", "M"), np.datetime64("2025-03", "M"))
    interest = np.rint(np.repeat(amount, len(months)) * 0.052 / 12).astype(np.int64)
    days = next_business_day(month_end(months) - 2)
    _bank(ledger, EUROPE, days, interest, chart.INTEREST_EXPENSE, "Loan interest", name)


def _post_group_loan(ledger: Ledger, loan: GroupLoan, factor: float) -> None:
    """Both sides of a loan; the parent carries it at the rate of the day it was drawn."""
    entity = ENTITIES[loan.borrower]
    currency = entity.currency
    parent_name = ENTITIES[PARENT].name
    drawn = np.array([np.datetime64(loan.drawn)])
    amount = np.array([scaled(loan.amount, factor)])
    bank = ENTITIES[PARENT].main_bank_code
    _bank(ledger, loan.borrower, drawn, -amount, chart.INTERCOMPANY_LOAN_PAYABLE,
          "Intercompany loan", parent_name)  # fmt: skip
    carried = convert(amount, currency, CNY, drawn)
    _post_parent(ledger, drawn, bank, -carried, [
        Lines(_ONE, chart.INTERCOMPANY_LOAN_RECEIVABLE, carried, currency=currency,
              second_cents=amount)], entity.name)  # fmt: skip
    months = np.arange(np.datetime64(loan.drawn, "M") + 1, LAST.astype("datetime64[M]") + 1)
    quarters = months[np.isin(months.astype(int) % 12 + 1, (3, 6, 9, 12))]
    days = next_business_day(month_start(quarters) + 24)
    repays = (quarters.astype(int) % 12 + 1 == 6) & (quarters > months[0] + 3)
    repayment = scaled(loan.yearly_repayment, factor)
    balance = amount[0] - np.r_[0, np.cumsum(repays)[:-1]] * repayment
    interest = np.rint(balance * loan.rate / 4).astype(np.int64)
    _bank(ledger, loan.borrower, days, interest, chart.INTEREST_EXPENSE,
          "Intercompany interest", parent_name)  # fmt: skip
    value = convert(interest, currency, CNY, days)
    each = np.arange(len(days))
    _post_parent(ledger, days, bank, value, [Lines(each, chart.INTEREST_INCOME, -value)],
                 entity.name)  # fmt: skip
    days = days[repays]
    each = np.arange(len(days))
    paid = np.repeat(repayment, len(days))
    _bank(ledger, loan.borrower, days, paid, chart.INTERCOMPANY_LOAN_PAYABLE,
          "Intercompany loan repayment", parent_name)  # fmt: skip
    value = convert(paid, currency, CNY, days)
    share = convert(paid, currency, CNY, np.repeat(drawn, len(days)))
    _post_parent(ledger, days, bank, value, [
        Lines(each, chart.INTERCOMPANY_LOAN_RECEIVABLE, -share, currency=currency,
              second_cents=-paid),
        Lines(each, chart.EXCHANGE_DIFFERENCES, share - value)], entity.name)  # fmt: skip


def _post_parent(
    ledger: Ledger, days: Days, bank: int, cents: Ints, lines: list[Lines], name: str
) -> None:
    each = np.arange(len(days))
    ledger.post(
        source="intercompany loan", entity=PARENT, dates=days, journal="BANK", origin_kind="",
        origin=-1, description="Intercompany loan", lines=[Lines(each, bank, cents), *lines],
        bank=[BankDetails(each, bank, 0, name, "", "Intercompany loan")],
    )  # fmt: skip


def _post_account_fees(ledger: Ledger, factor: float) -> None:
    """Each bank account costs a fee at the end of every month."""
    days = next_business_day(month_end(MONTHS) - 3)
    each = np.arange(len(days))
    for account in BANK_ACCOUNTS:
        units = 480 if account.entity == PARENT else 65
        fee = np.repeat(max(scaled(units, factor), 500), len(days))
        ledger.post(
            source="bank fees", entity=account.entity, dates=days, journal="BANK",
            origin_kind="", origin=-1, description="Account fees",
            lines=[Lines(each, account.ledger_code, -fee), Lines(each, chart.BANK_FEES, fee)],
            bank=[BankDetails(each, account.ledger_code, 0, account.bank_name, "",
                              "account fees")],
        )  # fmt: skip


def post_interest_on_balances(ledger: Ledger) -> None:
    """Banks pay interest on the balance of the quarter's last month on its 21st day."""
    codes = [account.ledger_code for account in BANK_ACCOUNTS]
    moved = ledger.monthly_balances(codes)
    calendar = MONTHS.astype(int) % 12 + 1
    pays = np.flatnonzero(np.isin(calendar, (3, 6, 9, 12)))
    days = next_business_day(month_start(MONTHS[pays]) + 20)
    for account in BANK_ACCOUNTS:
        mine = moved[moved["account"] == account.ledger_code]
        by_month = np.zeros(len(MONTHS) + 12, dtype=np.int64)
        np.add.at(by_month, mine["month"].to_numpy().clip(0, len(MONTHS)), mine["cents"].to_numpy())
        balance = np.cumsum(by_month)[pays - 1]
        interest = np.maximum(balance, 0) * 9 // 10_000
        each = np.arange(len(days))
        ledger.post(
            source="interest income", entity=account.entity, dates=days, journal="BANK",
            origin_kind="", origin=-1, description="Interest on balance",
            lines=[Lines(each, account.ledger_code, interest),
                   Lines(each, chart.INTEREST_INCOME, -interest)],
            bank=[BankDetails(each, account.ledger_code, 0, account.bank_name, "",
                              "interest")],
        )  # fmt: skip


def post_own_transfers(ledger: Ledger, factor: float) -> None:
    """Move money between the parent's two accounts so that the second stays within its range."""
    balances = ledger.daily_balances(100202)
    floor, ceiling = scaled(1_500_000, factor), scaled(7_000_000, factor)
    step = scaled(100_000, factor)
    moved = 0
    days: list[np.datetime64] = []
    amounts: list[int] = []
    for first, last in zip(month_start(MONTHS), month_end(MONTHS), strict=True):
        day = next_business_day(np.array([first + 1]))[0]
        window = balances[(day - FIRST).astype(int) : (last - FIRST).astype(int) + 5]
        low = int(window.min()) + moved
        if low < floor:
            amount = -(-(floor - low) // step) * step
        elif low > ceiling:
            amount = -((low - ceiling) // step) * step
        else:
            continue
        if amount:
            days.append(day)
            amounts.append(amount)
            moved += amount
    if not days:
        return
    cents = np.array(amounts)
    each = np.arange(len(cents))
    name = ENTITIES[PARENT].name
    ledger.post(
        source="own transfers", entity=PARENT, dates=np.array(days), journal="BANK",
        origin_kind="", origin=-1, description="Transfer between own accounts",
        lines=[Lines(each, 100201, -cents), Lines(each, 100202, cents)],
        bank=[BankDetails(each, 100201, 0, name, BANK_ACCOUNTS[1].account_number, "内部转账"),
              BankDetails(each, 100202, 0, name, BANK_ACCOUNTS[0].account_number, "内部转账")],
    )  # fmt: skip
