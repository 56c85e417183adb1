"""Writes the demo company's expense claims as its three entities send them.

**Belongs here**: one file per entity and quarter, each entity in its own manner: Chinese headers
and bare day serials, title lines and formula totals, one CSV row per line.

**Keep out**: which claims there are (the simulation) and how files are read (`sources.expenses`).
"""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter

from ingestion.demo_company.company import DemoCompany
from ingestion.demo_company.crm_people import rows_of

_CLAIM_HEADERS: Final = {
    "claim_id": ("Claim number", "报销单号"),
    "entity_code": ("Entity", "主体"),
    "employee_name": ("Employee", "报销人"),
    "employee_number": ("Employee number", "工号"),
    "title": ("Title", "事由"),
    "submitted_date": ("Submitted", "提交日期"),
    "approved_date": ("Approved", "批准日期"),
    "paid_date": ("Paid", "付款日期"),
    "status": ("Status", "状态"),
    "approver_name": ("Approver", "批准人"),
    "currency_code": ("Currency", "币种"),
    "claimed_cents": ("Claimed total", "报销总额"),
    "approved_cents": ("Approved total", "批准总额"),
}
_LINE_HEADERS: Final = {
    "claim_line_id": ("Line ID", "明细编号"),
    "claim_id": ("Claim number", "报销单号"),
    "line_number": ("Line", "行号"),
    "expense_date": ("Expense date", "发生日期"),
    "category": ("Category", "费用类别"),
    "merchant": ("Merchant", "商户"),
    "description": ("Description", "说明"),
    "currency_code": ("Currency", "币种"),
    "claimed_cents": ("Claimed", "报销金额"),
    "approved_cents": ("Approved", "批准金额"),
    "tax_cents": ("Tax", "税额"),
    "account_code": ("Account", "科目"),
    "receipt_sha256": ("Receipt SHA-256", "票据哈希"),
}
# In a CSV with one row per line, headers of the claim must differ from those of the line.
_CLAIM_HEADERS_ON_LINES: Final = {
    "entity_code": "Entity",
    "employee_name": "Employee",
    "employee_number": "Employee number",
    "title": "Title",
    "submitted_date": "Submitted on",
    "approved_date": "Approved on",
    "paid_date": "Paid on",
    "status": "Status",
    "approver_name": "Approver",
    "currency_code": "Currency",
    "claimed_cents": "Claim total",
    "approved_cents": "Claim approved total",
}
_STATUS_IN_CHINESE: Final = {
    "draft": "草稿",
    "submitted": "已提交",
    "approved": "已批准",
    "paid": "已付款",
    "rejected": "已驳回",
}
_SERIAL_EPOCH: Final = pd.Timestamp(1899, 12, 30)
# Workbooks carry the moment they were made; ours are the same file each time they are made.
_MADE: Final = dt.datetime(2026, 10, 31, tzinfo=dt.UTC).replace(tzinfo=None)


def write_expense_files(company: DemoCompany, folder: Path) -> list[Path]:
    """Write `<folder>/expenses/<entity>_<year>-Q<n>.xlsx` (LH-US: `.csv`), by date submitted.

    Returns:
        The files, in order of name. The same company gives the same bytes.
    """
    target = folder / "expenses"
    target.mkdir(parents=True, exist_ok=True)
    claims = company.claims.assign(
        quarter=pd.PeriodIndex(company.claims["submitted_date"], freq="Q").astype(str)
    )
    written = []
    for (entity_code, quarter), group in claims.groupby(["entity_code", "quarter"], sort=True):
        lines = company.claim_lines[company.claim_lines["claim_id"].isin(group["claim_id"])]
        name = f"{entity_code}_{str(quarter)[:4]}-{str(quarter)[4:]}"
        claim_rows, line_rows = rows_of(group), rows_of(lines)
        if entity_code == "LH-US":
            path = target / f"{name}.csv"
            _write_csv(path, claim_rows, line_rows)
        else:
            path = target / f"{name}.xlsx"
            _write_workbook(path, claim_rows, line_rows, chinese=entity_code == "LH-CN")
        written.append(path)
    return sorted(written)


def _write_csv(path: Path, claims: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    claim_of = {claim["claim_id"]: claim for claim in claims}
    line_fields = [field for field in _LINE_HEADERS if field != "currency_code"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(
            [_LINE_HEADERS[field][0] for field in line_fields]
            + list(_CLAIM_HEADERS_ON_LINES.values())
        )
        for line in lines:
            claim = claim_of[line["claim_id"]]
            writer.writerow(
                [_text(field, line[field]) for field in line_fields]
                + [_text(field, claim[field]) for field in _CLAIM_HEADERS_ON_LINES]
            )


def _write_workbook(
    path: Path, claims: list[dict[str, Any]], lines: list[dict[str, Any]], *, chinese: bool
) -> None:
    language = 1 if chinese else 0
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": _MADE})
        formats = {
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "money": workbook.add_format({"num_format": "#,##0.00"}),
        }
        claim_sheet = workbook.add_worksheet("Claims")
        line_sheet = workbook.add_worksheet("Lines")
        # The German entity heads its sheets with a title; the Chinese one starts at once.
        first = 0 if chinese else 3
        if not chinese:
            claim_sheet.merge_range(0, 0, 0, 5, f"Expense claims {path.stem.replace('_', ' ')}")
        for sheet, headers in ((claim_sheet, _CLAIM_HEADERS), (line_sheet, _LINE_HEADERS)):
            sheet.write_row(first, 0, [names[language] for names in headers.values()])
        for offset, line in enumerate(lines, start=first + 1):
            _write_row(line_sheet, offset, line, list(_LINE_HEADERS), formats, chinese=chinese)
        for offset, claim in enumerate(claims, start=first + 1):
            _write_row(claim_sheet, offset, claim, list(_CLAIM_HEADERS), formats, chinese=chinese)
            if not chinese:
                _write_total(claim_sheet, offset, claim, len(lines), first, formats["money"])


def _write_row(
    sheet: Any,
    row: int,
    values: dict[str, Any],
    fields: Sequence[str],
    formats: dict[str, Any],
    *,
    chinese: bool,
) -> None:
    for column, field in enumerate(fields):
        value = values[field]
        if value is None or value is pd.NaT:
            continue
        if field.endswith("_cents"):
            sheet.write_number(row, column, int(value) / 100, formats["money"])
        elif field.endswith("_date") and chinese:
            sheet.write_number(row, column, (pd.Timestamp(value) - _SERIAL_EPOCH).days)
        elif field.endswith("_date"):
            sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), formats["date"])
        elif field == "line_number":
            sheet.write_number(row, column, int(value))
        elif field == "status" and chinese:
            sheet.write_string(row, column, _STATUS_IN_CHINESE[value])
        else:
            sheet.write_string(row, column, str(value))


def _write_total(
    sheet: Any, row: int, claim: dict[str, Any], line_count: int, first: int, money: Any
) -> None:
    """Write the claimed total as the formula people use, with the value a spreadsheet shows."""
    column = list(_CLAIM_HEADERS).index("claimed_cents")
    last = first + 1 + line_count
    formula = f"=SUMIFS(Lines!I{first + 2}:I{last},Lines!B{first + 2}:B{last},A{row + 1})"
    sheet.write_formula(row, column, formula, money, int(claim["claimed_cents"]) / 100)


def _text(field: str, value: Any) -> str:
    if value is None or value is pd.NaT:
        return ""
    if field.endswith("_cents"):
        cents = int(value)
        return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return f"{value:%Y-%m-%d}" if field.endswith("_date") else str(value)
