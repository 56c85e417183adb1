"""What people book into a period after it was closed.

Belongs here: changes of an ERP database that a close must survive.
Keep out: closing and running (`conftest`), assertions.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

LATE = "LATE-0001"


def book_depreciation_again(erp: Path) -> None:
    """Copy the posted depreciation of LH-EU's 2026-03, number LATE, entered on 2026-11-02."""
    with closing(sqlite3.connect(erp)) as connection, connection:
        ((move,),) = connection.execute(
            """
            select move.id from account_move as move
            inner join account_move_line as line on line.move = move.id
            inner join account_account as account on line.account = account.id
            where account.code = '1602' and move.date between '2026-03-01' and '2026-03-31'
                and move.company = (
                    select company.id from company_company as company
                    inner join party_party as party on company.party = party.id
                    where party.code = 'LH-EU'
                )
            """
        ).fetchall()
        for table, parent in (("account_move", "id"), ("account_move_line", "move")):
            connection.execute(
                f'create temp table copied as select * from "{table}" where {parent} = ?', [move]
            )
            connection.execute(
                f'update copied set id = id + (select max(id) from "{table}"), '
                "create_date = '2026-11-02 09:00:00', write_date = null"
            )
            if table == "account_move":
                connection.execute("update copied set number = ?", [LATE])
                ((late,),) = connection.execute("select id from copied").fetchall()
            else:
                connection.execute("update copied set move = ?", [late])
            connection.execute(f'insert into "{table}" select * from copied')
            connection.execute("drop table copied")
