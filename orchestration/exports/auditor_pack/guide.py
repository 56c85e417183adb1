"""The words that come with a pack, in English and 中文.

**Belongs here**: what is in the folder and how to check it.

**Keep out**: descriptions of tables, which are the models' own.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.exports.auditor_pack.tables import PackedTable
from orchestration.publication.manifest import ReleaseManifest


def guide(manifest: ReleaseManifest, tables: Sequence[PackedTable]) -> str:
    """The README of a pack, as Markdown."""
    listed = "\n".join(
        f"| `{table.full_name}` | {' '.join(table.description.split()).replace('|', '/')} "
        f"| {', '.join(table.key)} |"
        for table in tables
    )
    return f"""\
# {manifest.project}, {manifest.release}: the books as of {manifest.as_of}

## English

This folder holds one published release of the books, so that they can be checked without the system
they come from. Content hash of the release: `{manifest.content_hash}`.

| what you look for | where |
|---|---|
| chart of accounts, entities | `ledger.dim_accounts`, `ledger.dim_entities` |
| journals and their lines | `ledger.fct_journals`, `ledger.fct_journal_lines` |
| balances, trial balance | `ledger.fct_account_balances`, `statements.rpt_trial_balance` |
| statements, and which account class is on which line | `statements.rpt_*`, \
`statements.dim_statement_lines`, `statements.dim_statement_line_accounts` |
| what each account adds to every statement | `statements.fct_statement_amounts` |
| open items, their events, ageing | `receivables.*`, `payables.*` |
| bank statements and reconciliation, exchange rates | `treasury.*` |
| periods closed, what was restated | `ledger.fct_period_status`, `ledger.fct_restatements`, \
`statements.fct_statement_snapshots`, `statements.rpt_restatement_bridge` |
| proofs of every run, control totals of every source | `audit.audit_invariant_results`, \
`audit.audit_control_totals` |

- `data/` has every table as Parquet (typed) and as CSV (UTF-8; a missing value is empty, an empty
  text is `""`). Journal lines and balances are signed: debit positive, credit negative. Columns
  that end in `_functional` are in the entity's currency, in `_group` in \
{manifest.presentation_currency}.
- `rows/` lists for every row its key and its hash. {_ROW_HASH_EN}
- `manifest.json` states for every file its SHA-256, for every table its columns, key, number of
  rows and control sums. Write down the SHA-256 of this file itself: `check.py` prints it.
- `check.py` compares all of it, names file and row of what differs, and makes the books again from
  the journal lines: balances, trial balance, statements, ageing, reconciliation. What it
  recomputes stands in `identities/`, one query each. It needs Python 3.11 and the package
  `duckdb`, and nothing of the system:

```
python -m pip install duckdb
python -I check.py
```

## 中文

本文件夹是一次已发布账簿的完整副本，可脱离原系统独立核验。发布内容哈希：`{manifest.content_hash}`。

| 要找什么 | 在哪里 |
|---|---|
| 科目表、会计主体 | `ledger.dim_accounts`、`ledger.dim_entities` |
| 记账凭证及分录 | `ledger.fct_journals`、`ledger.fct_journal_lines` |
| 科目余额、试算平衡表 | `ledger.fct_account_balances`、`statements.rpt_trial_balance` |
| 报表，以及科目类别与报表项目的对应 | `statements.rpt_*`、`statements.dim_statement_lines`、\
`statements.dim_statement_line_accounts` |
| 各科目计入每张报表的金额 | `statements.fct_statement_amounts` |
| 未清项、其变动及账龄 | `receivables.*`、`payables.*` |
| 银行对账单、银行存款余额调节表、汇率 | `treasury.*` |
| 结账状态、重述 | `ledger.fct_period_status`、`ledger.fct_restatements`、\
`statements.fct_statement_snapshots`、`statements.rpt_restatement_bridge` |
| 每次运行的勾稽结果、各数据源控制总数 | `audit.audit_invariant_results`、\
`audit.audit_control_totals` |

- `data/`：每张表各有 Parquet（带类型）和 CSV（UTF-8；缺失值为空，空文本为 `""`）两种形式。\
分录与余额带符号：借方为正，贷方为负。\
以 `_functional` 结尾的列为主体记账本位币，以 `_group` 结尾的列为 {manifest.presentation_currency}。
- `rows/`：列出每一行的主键和哈希。{_ROW_HASH_ZH}
- `manifest.json`：列出每个文件的 SHA-256，以及每张表的列、主键、行数和控制合计。\
请记录该文件自身的 SHA-256，`check.py` 会打印它。
- `check.py`：逐一核对，并指出有差异的文件和行；再由分录重新计算余额、试算平衡表、\
报表、账龄和调节表。所用查询在 `identities/` 中，每项一个文件。\
只需 Python 3.11 和 `duckdb` 包，不需要原系统：

```
python -m pip install duckdb
python -I check.py
```

## Tables · 表

| table 表 | row 行 | key 主键 |
|---|---|---|
{listed}
"""


_ROW_HASH_EN = (
    "The hash is the SHA-256 of the row's text: every column in order, cast to text, as its length "
    "in bytes, a colon and the text; a missing value is a minus sign."
)
_ROW_HASH_ZH = (
    "哈希为该行文本的 SHA-256：按列顺序，每个值转为文本，写作“字节长度:文本”，缺失值写作减号。"
)
