-- The lines of a journal add up to zero.
-- Row: ledger.fct_journal_lines (journal_key)
select journal_key, sum(functional_amount), 0 from ledger.fct_journal_lines
group by journal_key having sum(functional_amount) <> 0
