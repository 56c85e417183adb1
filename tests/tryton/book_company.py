"""Book a small company in a real Tryton through its own client, and write down Tryton's reports.

Runs in a virtual environment of its own (requirements.lock beside this file), never in ours:

    python book_company.py FOLDER

FOLDER receives erp.sqlite (the database) and oracle.json (what Tryton itself reports). The
activated database is cached in FOLDER/cache, since activating the modules takes over a minute.
"""

import datetime as dt
import json
import os
import sys
from decimal import Decimal
from pathlib import Path

FOLDER = Path(sys.argv[1]).resolve()
(FOLDER / "cache").mkdir(parents=True, exist_ok=True)
os.environ.update(DB_NAME="erp", DB_CACHE=str(FOLDER / "cache"))

from trytond import config as settings  # noqa: E402 - the database's place comes first

settings.set("database", "uri", "sqlite://")
settings.set("database", "path", str(FOLDER))

from proteus import Model, Wizard  # noqa: E402
from trytond.exceptions import UserWarning as Warned  # noqa: E402
from trytond.modules.account.tests.tools import (  # noqa: E402
    create_chart,
    create_fiscalyear,
    create_tax,
)
from trytond.modules.account_invoice.invoice import Invoice as PrintedInvoice  # noqa: E402
from trytond.modules.account_invoice.tests.tools import (  # noqa: E402
    set_fiscalyear_invoice_sequences,
)
from trytond.modules.company.tests.tools import create_company, get_company  # noqa: E402
from trytond.tests.tools import activate_modules  # noqa: E402

# Rendering the printed invoice needs an office suite and tells nothing about the books.
PrintedInvoice.print_invoice = classmethod(lambda _cls, _invoices: None)

MODULES = [
    *("party", "bank", "currency", "company", "account", "account_product", "account_invoice"),
    *("account_payment", "account_statement", "account_dunning"),
    *("sale", "purchase", "stock", "production"),
]
AS_OF = dt.date(2025, 12, 31)
TERMS = {"term1": 30, "term2": 60, "term3": 90, "unit": "day"}

session = activate_modules(MODULES, create_company, create_chart)
company = get_company()


def confirmed(step):
    """Take a step, and confirm what Tryton asks to confirm."""
    warning = Model.get("res.user.warning")
    while True:
        try:
            return step()
        except Warned as warned:
            _, (name, *_rest) = warned.args
            warning(user=session.user, name=name).save()


def click(record, button):
    return confirmed(lambda: record.click(button))


def account(code):
    found, *_rest = Model.get("account.account").find([("code", "=", code)])
    return found


def day(month, number):
    return dt.date(2025, month, number)


year = create_fiscalyear(today=(day(1, 1), AS_OF))
year = set_fiscalyear_invoice_sequences(year)
year.click("create_period")

cash, receivable, payable = account("1.1.1"), account("1.2.1"), account("2.1.1")
revenue, expense = account("4.1.1"), account("5.1.1")
tax = create_tax(Decimal(".10"))
tax.save()

Journal = Model.get("account.journal")
cash_journal = Journal.find([("type", "=", "cash")])[0]
general_journal = Journal.find([("code", "=", "MISC")])[0]
method = Model.get("account.invoice.payment.method")(
    name="Cash", journal=cash_journal, credit_account=cash, debit_account=cash
)
method.save()

PaymentTerm = Model.get("account.invoice.payment_term")
term = PaymentTerm(name="Net 30")
term.lines.new(type="remainder").relativedeltas.new(days=30)
term.save()

category = Model.get("product.category")(
    name="Goods", accounting=True, account_expense=expense, account_revenue=revenue
)
category.customer_taxes.append(tax)
category.supplier_taxes.append(Model.get("account.tax")(tax.id))
category.save()

unit = Model.get("product.uom").find([("name", "=", "Unit")])[0]
template = Model.get("product.template")(
    name="Pump",
    default_uom=unit,
    type="goods",
    list_price=Decimal("40"),
    account_category=category,
    salable=True,
    purchasable=True,
)
template.save()
product = template.products[0]

Party = Model.get("party.party")


def party(name):
    made = Party(name=name, account_receivable=receivable, account_payable=payable)
    made.save()
    return made


customers = [party(f"Customer {letter}") for letter in "ABCD"]
suppliers = [party(f"Supplier {letter}") for letter in "XY"]


def invoice(kind, who, when, lines):
    made = Model.get("account.invoice")(type=kind)
    made.party = who
    made.payment_term = term
    made.invoice_date = when
    if kind == "in":
        made.reference = f"{who.name} {when}"
    for quantity, price in lines:
        line = made.lines.new()
        line.product = product
        line.quantity = quantity
        line.unit_price = Decimal(price)
    made.save()
    click(made, "post")
    return made


def pay(paid, when, amount=None):
    wizard = click(paid, "pay")
    wizard.form.payment_method = method
    wizard.form.date = when
    if amount is not None:
        wizard.form.amount = Decimal(amount)
    confirmed(lambda: wizard.execute("choice"))
    if amount is not None and wizard.state != "end":
        wizard.form.type = "partial"
        confirmed(lambda: wizard.execute("pay"))
    paid.reload()


def journal_entry(when, lines):
    period = Model.get("account.period")
    entry = Model.get("account.move")(journal=general_journal, date=when)
    entry.period = period.find([("start_date", "<=", when), ("end_date", ">=", when)])[0]
    for booked, debit, credit in lines:
        line = entry.lines.new()
        line.account = booked
        line.debit, line.credit = Decimal(debit), Decimal(credit)
    entry.save()
    click(entry, "post")


# Capital paid in, and rent: entries that no document stands behind.
journal_entry(day(1, 2), [(cash, "50000", "0"), (account("3.1.1"), "0", "50000")])
journal_entry(day(2, 27), [(account("5.2.2"), "1800.50", "0"), (cash, "0", "1800.50")])


def monthly_invoice(k):
    lines = [(k + 1, "40.25"), (2, "13.33")]
    return invoice("out", customers[k % 4], day(1 + k, 4 + k), lines)


out = [monthly_invoice(k) for k in range(9)]
# A whole invoice credited. Invoice dates ascend in a sequence, so it comes before October's.
credit = Wizard("account.invoice.credit", [out[4]])
credit.form.with_refund = True
credit.form.invoice_date = day(9, 20)
confirmed(lambda: credit.execute("credit"))
out += [monthly_invoice(k) for k in range(9, 11)]
out.append(invoice("out", customers[0], day(12, 5), [(3, "99.99")]))
pay(out[0], day(2, 20))
pay(out[1], day(3, 9), "30.00")
pay(out[3], day(5, 11))
pay(out[5], day(8, 1))
pay(out[6], day(10, 2), "100.01")
# A credit note of its own.
out.append(invoice("out", customers[2], day(12, 8), [(-1, "40.25")]))

bills = [invoice("in", suppliers[k % 2], day(2 + 2 * k, 12), [(10 + k, "21.75")]) for k in range(5)]
pay(bills[0], day(4, 1))
pay(bills[2], day(8, 3), "111.11")

sale = Model.get("sale.sale")(party=customers[1], payment_term=term, invoice_method="order")
sale.sale_date = day(11, 16)
line = sale.lines.new()
line.product, line.quantity, line.unit_price = product, 7, Decimal("41.10")
sale.save()
for button in ("quote", "confirm", "process"):
    click(sale, button)
for made in sale.invoices:
    made.invoice_date = day(12, 11)
    made.save()
    click(made, "post")

purchase = Model.get("purchase.purchase")(party=suppliers[0], payment_term=term)
purchase.invoice_method = "order"
purchase.purchase_date = day(11, 17)
line = purchase.lines.new()
line.product, line.quantity, line.unit_price = product, 20, Decimal("19.95")
purchase.save()
for button in ("quote", "confirm", "process"):
    click(purchase, button)
for made in purchase.invoices:
    made.invoice_date = day(12, 14)
    made.reference = "Supplier X 2025-12-14"
    made.save()
    click(made, "post")

context = {"company": company.id, "fiscalyear": year.id, "posted": True}
oracle = {}
with session.set_context(context):
    oracle["trial_balance"] = {
        row.account.code: [str(row.debit), str(row.credit), str(row.end_balance)]
        for row in Model.get("account.general_ledger.account").find([])
        if row.debit or row.credit
    }
Type = Model.get("account.account.type")
with session.set_context(context | {"date": AS_OF}):
    oracle["balance_sheet"] = {
        row.rec_name: str(row.amount) for row in Type.find([("statement", "=", "balance")])
    }
with session.set_context(context | {"start_period": None, "end_period": None}):
    oracle["income_statement"] = {
        row.rec_name: str(row.amount) for row in Type.find([("statement", "=", "income")])
    }
for kind in ("customer", "supplier"):
    with session.set_context(context | TERMS | {"type": kind, "date": AS_OF}):
        oracle[f"aged_{kind}"] = {
            row.party.name: [
                str(value) for value in (row.term0, row.term1, row.term2, row.term3, row.balance)
            ]
            for row in Model.get("account.aged_balance").find([])
        }
(FOLDER / "oracle.json").write_text(json.dumps(oracle, indent=1))
