-- AP-1: at every month end and on the as-of date, an entity's open items add up to the balance of
-- its control accounts. Entities whose source keeps no ledger have nothing to compare with, and a
-- document the posting rules refused is on no account yet. What revaluation posts stands
-- beside the control account.
with

events as (
    select * from {{ ref('fct_payable_events') }}
),

refused_items as (
    select items.item_key
    from {{ ref('fct_payable_items') }} as items
    inner join {{ ref('fct_posting_refusals') }} as refusals
        on
            items.document_key = refusals.document_key
            and items.control_account_key is null
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

dates as (
    select distinct ageing.as_of_date
    from {{ ref('rpt_payables_ageing') }} as ageing
),

changes as (
    select
        events.entity_key,
        events.event_date as change_date,
        events.amount_functional as item_amount,
        cast(0 as decimal(20, 4)) as ledger_amount
    from events
    where
        events.entity_key in (select journal_lines.entity_key from journal_lines)
        and events.item_key not in (select refused_items.item_key from refused_items)
    union all
    select
        journal_lines.entity_key,
        journal_lines.effective_date as change_date,
        cast(0 as decimal(20, 4)) as item_amount,
        -journal_lines.functional_amount as ledger_amount
    from journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where
        accounts.account_class in ('payable', 'payable_intercompany')
        and accounts.revalued_account_key is null
),

compared as (
    select
        changes.entity_key,
        dates.as_of_date,
        sum(changes.item_amount) as item_amount,
        sum(changes.ledger_amount) as ledger_amount
    from dates
    inner join changes on dates.as_of_date >= changes.change_date
    group by changes.entity_key, dates.as_of_date
)

select compared.*
from compared
where compared.item_amount <> compared.ledger_amount
