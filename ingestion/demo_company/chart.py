"""The group's chart of accounts, the same in every entity, with Chinese and English names.

**Belongs here:** account codes by name for the rest of the simulation, and how the ERP types them.
**Keep out:** postings.
"""

from __future__ import annotations

from typing import NamedTuple

CASH = 1001
TRADE_RECEIVABLES = 1122
SUPPLIER_PREPAYMENTS = 1123
INTERCOMPANY_RECEIVABLES = 1125
OTHER_RECEIVABLES = 1221
RAW_MATERIALS = 1403
FINISHED_GOODS = 1405
PREPAID_EXPENSES = 1461
INVESTMENTS = 1511
INTERCOMPANY_LOAN_RECEIVABLE = 1531
FIXED_ASSETS = 1601
ACCUMULATED_DEPRECIATION = 1602
SHORT_TERM_LOANS = 2001
TRADE_PAYABLES = 2202
GOODS_RECEIVED_NOT_INVOICED = 2206
PAYROLL_PAYABLE = 2211
OUTPUT_VAT = 222101
INPUT_VAT = 222102
INCOME_TAX_PAYABLE = 222103
INTEREST_PAYABLE = 2231
OTHER_PAYABLES = 2241
INTERCOMPANY_PAYABLES = 2242
LONG_TERM_LOANS = 2501
INTERCOMPANY_LOAN_PAYABLE = 2502
PAID_IN_CAPITAL = 4001
CAPITAL_RESERVE = 4002
RETAINED_EARNINGS = 4104
REVENUE = 6001
INTERCOMPANY_REVENUE = 600109
OTHER_INCOME = 6051
COST_OF_SALES = 6401
INTERCOMPANY_COST_OF_SALES = 640109
TAXES_AND_SURCHARGES = 6403
SALES_PAYROLL = 660101
TRAVEL = 660102
MARKETING = 660103
FREIGHT_OUT = 660104
ADMIN_PAYROLL = 660201
RENT = 660202
DEPRECIATION = 660203
OTHER_ADMIN = 660204
INTEREST_EXPENSE = 660301
BANK_FEES = 660302
EXCHANGE_DIFFERENCES = 660303
INTEREST_INCOME = 660304
IMPAIRMENT = 6701
NON_OPERATING_INCOME = 6301
NON_OPERATING_EXPENSE = 6711
INCOME_TAX_EXPENSE = 6801


class ChartAccount(NamedTuple):
    """One account of the chart; `kind` is a key of `ACCOUNT_KINDS`."""

    code: int
    name_zh: str
    name_en: str
    kind: str

    @property
    def name(self) -> str:
        """The bilingual name the ERP shows."""
        return f"{self.name_zh} {self.name_en}"


class AccountKind(NamedTuple):
    """An account type of the ERP with its flags."""

    name: str
    statement: str
    flag: str | None
    reconcile: bool = False
    party_required: bool = False


ACCOUNT_KINDS = {
    "cash": AccountKind("Cash and bank", "balance", "assets"),
    "receivable": AccountKind("Receivables", "balance", "receivable", True, True),
    "inventory": AccountKind("Inventories", "balance", "stock"),
    "asset": AccountKind("Other assets", "balance", "assets"),
    "payable": AccountKind("Payables", "balance", "payable", True, True),
    "liability": AccountKind("Other liabilities", "balance", "debt"),
    "equity": AccountKind("Equity", "balance", None),
    "revenue": AccountKind("Revenue", "income", "revenue"),
    "expense": AccountKind("Expenses", "income", "expense"),
}

CHART = (
    ChartAccount(CASH, "库存现金", "Cash on hand", "cash"),
    ChartAccount(100201, "银行存款-工行人民币户", "Bank ICBC CNY", "cash"),
    ChartAccount(100202, "银行存款-建行人民币户", "Bank CCB CNY", "cash"),
    ChartAccount(100203, "银行存款-欧元户", "Bank Commerzbank EUR", "cash"),
    ChartAccount(100204, "银行存款-美元户", "Bank Chase USD", "cash"),
    ChartAccount(TRADE_RECEIVABLES, "应收账款", "Trade receivables", "receivable"),
    ChartAccount(SUPPLIER_PREPAYMENTS, "预付账款", "Prepayments to suppliers", "asset"),
    ChartAccount(INTERCOMPANY_RECEIVABLES, "应收关联方款", "Intercompany receivables",
                 "receivable"),
    ChartAccount(OTHER_RECEIVABLES, "其他应收款", "Other receivables", "asset"),
    ChartAccount(RAW_MATERIALS, "原材料", "Raw materials", "inventory"),
    ChartAccount(FINISHED_GOODS, "库存商品", "Finished goods", "inventory"),
    ChartAccount(PREPAID_EXPENSES, "待摊费用", "Prepaid expenses", "asset"),
    ChartAccount(INVESTMENTS, "长期股权投资", "Investments in subsidiaries", "asset"),
    ChartAccount(INTERCOMPANY_LOAN_RECEIVABLE, "关联方长期应收款", "Intercompany loan receivable",
                 "asset"),
    ChartAccount(FIXED_ASSETS, "固定资产", "Fixed assets", "asset"),
    ChartAccount(ACCUMULATED_DEPRECIATION, "累计折旧", "Accumulated depreciation", "asset"),
    ChartAccount(SHORT_TERM_LOANS, "短期借款", "Short-term loans", "liability"),
    ChartAccount(TRADE_PAYABLES, "应付账款", "Trade payables", "payable"),
    ChartAccount(2205, "预收账款", "Customer advances", "liability"),
    ChartAccount(GOODS_RECEIVED_NOT_INVOICED, "暂估应付账款", "Goods received not invoiced",
                 "liability"),
    ChartAccount(PAYROLL_PAYABLE, "应付职工薪酬", "Payroll payable", "liability"),
    ChartAccount(OUTPUT_VAT, "应交增值税-销项税额", "Output VAT", "liability"),
    ChartAccount(INPUT_VAT, "应交增值税-进项税额", "Input VAT", "liability"),
    ChartAccount(INCOME_TAX_PAYABLE, "应交企业所得税", "Income tax payable", "liability"),
    ChartAccount(INTEREST_PAYABLE, "应付利息", "Interest payable", "liability"),
    ChartAccount(OTHER_PAYABLES, "其他应付款", "Other payables", "liability"),
    ChartAccount(INTERCOMPANY_PAYABLES, "应付关联方款", "Intercompany payables", "payable"),
    ChartAccount(LONG_TERM_LOANS, "长期借款", "Long-term loans", "liability"),
    ChartAccount(INTERCOMPANY_LOAN_PAYABLE, "关联方长期应付款", "Intercompany loan payable",
                 "liability"),
    ChartAccount(PAID_IN_CAPITAL, "实收资本", "Paid-in capital", "equity"),
    ChartAccount(CAPITAL_RESERVE, "资本公积", "Capital reserve", "equity"),
    ChartAccount(RETAINED_EARNINGS, "未分配利润", "Retained earnings", "equity"),
    ChartAccount(REVENUE, "主营业务收入", "Revenue", "revenue"),
    ChartAccount(INTERCOMPANY_REVENUE, "主营业务收入-关联方", "Intercompany revenue", "revenue"),
    ChartAccount(OTHER_INCOME, "其他业务收入", "Other income", "revenue"),
    ChartAccount(NON_OPERATING_INCOME, "营业外收入", "Non-operating income", "revenue"),
    ChartAccount(COST_OF_SALES, "主营业务成本", "Cost of sales", "expense"),
    ChartAccount(INTERCOMPANY_COST_OF_SALES, "主营业务成本-关联方", "Intercompany cost of sales",
                 "expense"),
    ChartAccount(TAXES_AND_SURCHARGES, "税金及附加", "Taxes and surcharges", "expense"),
    ChartAccount(6601, "销售费用", "Selling expenses", "expense"),
    ChartAccount(SALES_PAYROLL, "销售费用-职工薪酬", "Sales payroll", "expense"),
    ChartAccount(TRAVEL, "销售费用-差旅费", "Travel", "expense"),
    ChartAccount(MARKETING, "销售费用-市场推广费", "Marketing", "expense"),
    ChartAccount(FREIGHT_OUT, "销售费用-运输费", "Freight out", "expense"),
    ChartAccount(6602, "管理费用", "Administrative expenses", "expense"),
    ChartAccount(ADMIN_PAYROLL, "管理费用-职工薪酬", "Administrative payroll", "expense"),
    ChartAccount(RENT, "管理费用-租赁费", "Rent", "expense"),
    ChartAccount(DEPRECIATION, "管理费用-折旧费", "Depreciation", "expense"),
    ChartAccount(OTHER_ADMIN, "管理费用-其他", "Other administrative expenses", "expense"),
    ChartAccount(6603, "财务费用", "Finance costs", "expense"),
    ChartAccount(INTEREST_EXPENSE, "财务费用-利息支出", "Interest expense", "expense"),
    ChartAccount(BANK_FEES, "财务费用-手续费", "Bank fees", "expense"),
    ChartAccount(EXCHANGE_DIFFERENCES, "财务费用-汇兑损益", "Exchange differences", "expense"),
    ChartAccount(INTEREST_INCOME, "财务费用-利息收入", "Interest income", "expense"),
    ChartAccount(IMPAIRMENT, "资产减值损失", "Impairment losses", "expense"),
    ChartAccount(NON_OPERATING_EXPENSE, "营业外支出", "Non-operating expense", "expense"),
    ChartAccount(INCOME_TAX_EXPENSE, "所得税费用", "Income tax expense", "expense"),
)  # fmt: skip

PARENT_CODES = {
    **dict.fromkeys((SALES_PAYROLL, TRAVEL, MARKETING, FREIGHT_OUT), 6601),
    **dict.fromkeys((ADMIN_PAYROLL, RENT, DEPRECIATION, OTHER_ADMIN), 6602),
    **dict.fromkeys((INTEREST_EXPENSE, BANK_FEES, EXCHANGE_DIFFERENCES, INTEREST_INCOME), 6603),
}
"""Codes of accounts that stand under another account, with that account's code."""

RECEIVABLE_CONTROL = (TRADE_RECEIVABLES, INTERCOMPANY_RECEIVABLES)
PAYABLE_CONTROL = (TRADE_PAYABLES, INTERCOMPANY_PAYABLES)
BANK_CODES = (100201, 100202, 100203, 100204)
INCOME_STATEMENT_CODES = frozenset(
    account.code for account in CHART if account.kind in ("revenue", "expense")
)
