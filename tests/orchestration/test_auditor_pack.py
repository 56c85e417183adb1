"""A pack can be checked without us, and one changed cell of it is named by file and row."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from demo_runs import REPOSITORY, PublishedHome, ledgerhouse

from orchestration.exports.auditor_pack import check
from orchestration.exports.auditor_pack.pack import write_pack
from orchestration.publication.releases import current_release, database_of

IDENTITIES = REPOSITORY / "orchestration" / "exports" / "auditor_pack" / "identities"


@pytest.fixture(scope="module")
def pack(published_home: PublishedHome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("auditor") / "pack"
    finished = ledgerhouse(
        *("audit-pack", "--to", folder),
        *("--project", published_home.project, "--home", published_home.home_root),
    )
    assert finished.returncode == 0, finished.stderr
    assert check.sha256_of(folder / check.MANIFEST) in finished.stdout
    return folder


@pytest.fixture(scope="module")
def manifest(pack: Path) -> dict[str, Any]:
    stated: dict[str, Any] = json.loads((pack / check.MANIFEST).read_text(encoding="utf-8"))
    return stated


@pytest.fixture
def changed(pack: Path, tmp_path: Path) -> Path:
    """A copy of the pack to write over."""
    return shutil.copytree(pack, tmp_path / "changed")


def run_check(folder: Path) -> subprocess.CompletedProcess[str]:
    """The checker as an auditor runs it: its own file, apart from our packages."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def differences(finished: subprocess.CompletedProcess[str]) -> list[str]:
    assert finished.stderr == ""
    return [line for line in finished.stdout.splitlines() if line.startswith("DIFFERENCE ")]


def one_cell_changed(folder: Path, table: dict[str, Any], file: str) -> str:
    """Change one cell of a data file, a cent where it holds money; give the name of its row."""
    columns, key = table["columns"], table["key"]
    path = folder / file
    is_text = path.suffix == ".csv"
    column = next(
        name
        for wanted in ("DECIMAL", "")
        for name, kind in columns.items()
        if kind.startswith(wanted) and name not in key
    )
    kind = columns[column]
    value = f"cast({check.quoted(column)} as {kind})"
    another = {
        "VARCHAR": f"coalesce({value}, '') || 'x'",
        "BOOLEAN": f"not coalesce({value}, true)",
    }
    step = "0.01" if kind.startswith("DECIMAL") else "1"
    one = another.get(kind, f"cast(coalesce({value}, 0) + {step} as {kind})")
    if kind in {"DATE", "TIMESTAMP"}:
        one = f"cast(coalesce({value}, '2000-01-01') + interval 1 day as {kind})"
    one = f"cast({one} as varchar)" if is_text else one
    form = "(format csv, header, nullstr '')" if is_text else "(format parquet)"
    with duckdb.connect() as memory:
        source = check.read(path, list(columns))
        memory.execute(
            f"create table held as select *, row_number() over () as place from {source}"
        )
        ((rows,),) = memory.execute("select count(*) from held").fetchall()
        if rows:
            memory.execute(
                f"update held set {check.quoted(column)} = {one} where place = ?", [rows // 2 + 1]
            )
        else:
            memory.execute("insert into held (place) values (1)")
        named = memory.execute(
            f"select {check.key_text(key)} from held where place = ?", [rows // 2 + 1]
        ).fetchall()
        memory.execute("alter table held drop place")
        memory.execute(f"copy held to {check.literal(str(path))} {form}")
    return str(named[0][0])


def data_files(manifest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in manifest["tables"].values():
        for file in table["files"]:
            if file.startswith("data/"):
                yield file, table


def test_a_clean_pack_holds(pack: Path) -> None:
    finished = run_check(pack)
    assert differences(finished) == []
    assert finished.returncode == 0
    assert finished.stdout.endswith("All of it holds.\n")


def test_a_pack_has_all_an_auditor_asks_for(pack: Path, manifest: dict[str, Any]) -> None:
    assert {
        "ledger.dim_accounts",
        "ledger.fct_journals",
        "ledger.fct_journal_lines",
        "ledger.fct_account_balances",
        "ledger.fct_period_status",
        "ledger.fct_restatements",
        "statements.rpt_trial_balance",
        "statements.rpt_balance_sheet",
        "receivables.fct_receivable_items",
        "receivables.fct_receivable_events",
        "receivables.rpt_receivables_ageing",
        "payables.fct_payable_items",
        "payables.fct_payable_events",
        "payables.rpt_payables_ageing",
        "treasury.rpt_bank_reconciliation",
        "treasury.fct_exchange_rates",
        "audit.audit_invariant_results",
        "audit.audit_control_totals",
    } <= manifest["tables"].keys()
    guide = (pack / "README.md").read_text(encoding="utf-8")
    assert [name for name in manifest["tables"] if f"`{name}`" not in guide] == []
    assert all(table["description"] for table in manifest["tables"].values())


def test_the_key_of_every_table_is_the_grain_of_its_model(manifest: dict[str, Any]) -> None:
    grains = {
        twin.stem: described["config"]["meta"]["grain"]
        for twin in (REPOSITORY / "dbt_project" / "models").rglob("*.yml")
        for described in yaml.safe_load(twin.read_text(encoding="utf-8")).get("models", [])
    }
    for name, table in manifest["tables"].items():
        assert table["key"] == grains[name.split(".")[1]]


def test_a_cell_changed_in_every_file_is_named_in_every_file(
    changed: Path, manifest: dict[str, Any]
) -> None:
    expected = {
        (file, one_cell_changed(changed, table, file)) for file, table in data_files(manifest)
    }
    finished = run_check(changed)
    assert finished.returncode == 1
    named = {
        tuple(line.removeprefix("DIFFERENCE ").split(": ")[:2]) for line in differences(finished)
    }
    assert named == expected


@pytest.mark.parametrize(
    "file",
    [
        "data/ledger.fct_journal_lines.parquet",
        "data/ledger.fct_journal_lines.csv",
        "data/statements.rpt_balance_sheet.csv",
        "data/receivables.fct_receivable_events.parquet",
        "data/audit.audit_invariant_results.csv",
    ],
)
def test_a_cent_is_named_by_file_row_and_column(
    changed: Path, manifest: dict[str, Any], file: str
) -> None:
    table = dict(data_files(manifest))[file]
    row = one_cell_changed(changed, table, file)
    money = next(name for name, kind in table["columns"].items() if kind.startswith("DECIMAL"))
    finished = run_check(changed)
    assert finished.returncode == 1
    (said,) = differences(finished)
    assert said.startswith(f"DIFFERENCE {file}: {row}: is not as published; {money}: ")


def test_a_row_taken_out_or_put_in_is_named(changed: Path) -> None:
    short = "data/statements.rpt_trial_balance.csv"
    lines = (changed / short).read_text(encoding="utf-8").splitlines(keepends=True)
    (changed / short).write_text("".join(lines[:-1]), encoding="utf-8")
    long = "data/treasury.rpt_bank_reconciliation.csv"
    last = (changed / long).read_text(encoding="utf-8").splitlines(keepends=True)[-1]
    with (changed / long).open("a", encoding="utf-8") as stream:
        stream.write(last)
    gone, added = differences(run_check(changed))
    assert gone.startswith(f"DIFFERENCE {short}: entity_key=")
    assert gone.endswith(": was published and is not there")
    assert added.startswith(f"DIFFERENCE {long}: bank_account_key={last.split(',')[0]}, ")
    assert added.endswith(": was not published")


def test_what_is_stated_and_the_tools_are_guarded_too(changed: Path) -> None:
    (changed / "rows" / "ledger.fct_journals.csv").unlink()
    (changed / "README.md").write_text("Nothing to see.\n")
    (changed / "identities" / "more.sql").write_text("-- All is well.\n")
    said = differences(run_check(changed))
    assert "DIFFERENCE rows/ledger.fct_journals.csv: -: is missing" in said
    assert "DIFFERENCE README.md: -: was changed" in said
    assert "DIFFERENCE identities/more.sql: -: was put in" in said
    (changed / check.MANIFEST).unlink()
    assert differences(run_check(changed)) == ["DIFFERENCE manifest.json: -: is missing"]


def test_a_cent_in_the_control_sums_is_named(changed: Path, manifest: dict[str, Any]) -> None:
    manifest = json.loads(json.dumps(manifest))
    sums = manifest["tables"]["ledger.fct_journal_lines"]["sums"]
    sums["debit_amount"] = sums["debit_amount"][:-4] + "9999"
    (changed / check.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    finished = run_check(changed)
    assert finished.returncode == 1
    (said,) = differences(finished)
    assert said.startswith(
        "DIFFERENCE manifest.json: ledger.fct_journal_lines, debit_amount: states"
    )


def test_books_that_do_not_add_up_are_found_in_a_pack_whose_hashes_hold(
    published_home: PublishedHome, tmp_path: Path
) -> None:
    published = shutil.copytree(published_home.home / "published", tmp_path / "published")
    release = database_of(published, str(current_release(published)))
    release.chmod(0o644)
    with duckdb.connect(str(release)) as books:
        ((entity, account),) = books.execute(
            """
            update ledger.fct_account_balances set debit_amount = debit_amount + 0.01
            where fiscal_period = '2026-08' and account_key = (
                select min(account_key) from ledger.fct_account_balances
                where fiscal_period = '2026-08'
            )
            returning entity_key, account_key
            """
        ).fetchall()
    finished = run_check(write_pack(published, tmp_path / "pack").folder)
    assert finished.returncode == 1
    said = differences(finished)
    row = f"entity_key={entity}, account_key={account}, fiscal_period=2026-08"
    file = "data/ledger.fct_account_balances.parquet"
    assert any(
        line.startswith(f"DIFFERENCE {file}: {row}: Debits less credits") for line in said
    ), said
    assert any(line.startswith(f"DIFFERENCE {file}: {row}: Opening plus debit") for line in said)


# Identity → what breaks it: a table, the change to one row of it, and which row.
OF_AN_ENTITY = (
    "entity_code = 'LH-EU' and fiscal_period = '2026-08' and layout = 'ifrs' and amount <> 0"
)
FAULTS = {
    "balance_sheet": (
        "statements.rpt_balance_sheet",
        "amount",
        OF_AN_ENTITY + " and not is_subtotal",
    ),
    "balances_add_up": ("ledger.fct_account_balances", "closing_amount", "true"),
    "balances_close": ("ledger.fct_account_balances", "closing_amount", "true"),
    "balances_from_lines": ("ledger.fct_account_balances", "credit_amount", "credit_amount > 0"),
    "balances_roll": ("ledger.fct_account_balances", "opening_amount", "opening_amount <> 0"),
    "bank_reconciliation": ("treasury.rpt_bank_reconciliation", "ledger_amount", "true"),
    "bank_reconciliation_items": ("treasury.fct_bank_reconciliation_items", "amount", "true"),
    "bank_statements": ("treasury.fct_bank_lines", "amount", "true"),
    "cash_flow": (
        "statements.rpt_cash_flow",
        "amount",
        OF_AN_ENTITY + " and line_code = 'receipts_from_customers'",
    ),
    "closed_periods": ("ledger.fct_period_status", "status", "status = 'open'"),
    "control_totals": ("audit.audit_control_totals", "accepted_amount", "true"),
    "equity_amounts": ("statements.rpt_changes_in_equity", "amount", "amount <> 0"),
    "invariants": ("audit.audit_invariant_results", "residual_amount", "tolerance_amount = 0"),
    "journals_balance": ("ledger.fct_journal_lines", "functional_amount", "true"),
    "lines_signed": ("ledger.fct_journal_lines", "debit_amount", "true"),
    "payables_ageing": ("payables.rpt_payables_ageing", "open_amount", "true"),
    "payables_open": ("payables.fct_payable_events", "amount", "true"),
    "profit_and_loss": (
        "statements.rpt_profit_and_loss",
        "amount",
        OF_AN_ENTITY + " and not is_subtotal",
    ),
    "receivables_ageing": ("receivables.rpt_receivables_ageing", "open_amount", "true"),
    "receivables_open": ("receivables.fct_receivable_events", "amount", "true"),
    "restatements": ("statements.rpt_restatement_bridge", "restated_amount", "true"),
    "statement_amounts": (
        "statements.rpt_{statement}",
        "amount",
        OF_AN_ENTITY + " and not is_subtotal and line_code not in ('opening_cash', 'fx_effect')",
    ),
    "subtotals": ("statements.rpt_{statement}", "amount", OF_AN_ENTITY + " and is_subtotal"),
    "translation": ("ledger.fct_translated_balances", "closing_amount_functional", "true"),
    "trial_balance": ("statements.rpt_trial_balance", "credit_amount", "true"),
}


def test_every_identity_has_its_fault() -> None:
    assert sorted(file.stem for file in IDENTITIES.glob("*.sql")) == list(FAULTS)


@pytest.fixture(scope="module")
def tables(pack: Path, manifest: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as memory:
        check.attach(memory, pack, manifest)
        yield memory


@pytest.mark.parametrize("name", FAULTS)
def test_each_identity_finds_a_cent_and_names_its_row(
    pack: Path, manifest: dict[str, Any], tables: duckdb.DuckDBPyConnection, name: str
) -> None:
    statements = ["balance_sheet", "cash_flow", "cash_flow_indirect", "profit_and_loss"]
    sql = (IDENTITIES / f"{name}.sql").read_text(encoding="utf-8")
    title = sql.splitlines()[0].removeprefix("-- ")
    wanted = [
        found
        for found in check.identities(pack, manifest["tables"], statements)
        if found.title in {title.replace("{statement}", statement) for statement in statements}
    ]
    assert wanted
    for identity, statement in zip(wanted, statements if len(wanted) > 1 else [""], strict=True):
        relation, column, where = (part.replace("{statement}", statement) for part in FAULTS[name])
        assert list(check.broken_identities(tables, manifest, [identity])) == []
        view = tables.execute(
            "select sql from duckdb_views() where schema_name || '.' || view_name = ?", [relation]
        ).fetchall()[0][0]
        tables.execute(f"create table held as from {relation}")
        tables.execute(f"drop view {relation}")
        tables.execute(f"create table {relation} as from held")
        try:
            row = break_one_row(tables, relation, column, where, identity.key)
            (found,) = check.broken_identities(tables, manifest, [identity])
        finally:
            tables.execute(f"drop table {relation}")
            tables.execute("drop table held")
            tables.execute(view)
        assert found.row == row
        assert found.file == f"data/{identity.table}.parquet"


def break_one_row(
    tables: duckdb.DuckDBPyConnection, relation: str, column: str, where: str, key: list[str]
) -> str:
    if relation == "statements.rpt_restatement_bridge":
        # The company has no restatement: one whose steps do not lead to its end.
        tables.execute(
            f"insert into {relation} (entity_key, fiscal_period, layout, statement, line_code, "
            "reported_amount, delta_amount, restated_amount) "
            "values ('e', '2026-03', 'ifrs', 'balance_sheet', 'inventories', 1.00, 2.00, 3.00)"
        )
    value = "'closed'" if column == "status" else f"{column} + 0.01"
    ((*changed,),) = tables.execute(
        f"update {relation} set {column} = {value} where rowid = "
        f"(select min(rowid) from {relation} where {where}) returning {', '.join(key)}"
    ).fetchall()
    return ", ".join(f"{name}={found}" for name, found in zip(key, changed, strict=True))


def test_closed_periods_keep_their_fingerprint_in_a_pack(
    closed_home: PublishedHome, tmp_path: Path
) -> None:
    folder = write_pack(closed_home.home / "published", tmp_path / "pack").folder
    manifest = json.loads((folder / check.MANIFEST).read_text(encoding="utf-8"))
    (closed,) = (
        found
        for found in check.identities(folder, manifest["tables"], [])
        if found.table == "ledger.fct_period_status"
    )
    with duckdb.connect() as memory:
        check.attach(memory, folder, manifest)
        assert list(check.broken_identities(memory, manifest, [closed])) == []
        assert memory.execute(
            "select count(*) > 0 from ledger.fct_period_status where status = 'closed'"
        ).fetchall() == [(True,)]


def test_a_folder_that_is_there_is_left_alone(
    published_home: PublishedHome, tmp_path: Path
) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    refused = ledgerhouse(
        *("audit-pack", "--to", tmp_path),
        *("--project", published_home.project, "--home", published_home.home_root),
    )
    assert refused.returncode == 2
    assert "Name a new one." in refused.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]
