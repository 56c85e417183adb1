-- AR-1: at every month end and on the as-of date, an entity's open items add up to the balance of
-- its control accounts. Entities whose source keeps no ledger have nothing to compare with, and a
-- document the posting rules refused is on no account yet. What revaluation posts stands
-- beside the control account.
with

events as (
    select * from {{ ref('fct_receivable_events') }}
),

refused_items as (
    select items.item_key
    from {{ ref('fct_receivable_items') }} as items
    inner join {{ ref('fct_posting_refusals') }} as refusals
        on
            items.document_key = refusals.document_key
            and items.control_account_key is null
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

dates as (
    select distinct ageing.as_of_date
    from {{ ref('rpt_receivables_ageing') }} as ageing
),

ledger_entities as (
    select distinct journal_lines.entity_key
    from {{ ref('fct_journal_lines') }} as journal_lines
),

daily_events as (
    select
        events.entity_key,
        events.event_date,
        sum(events.amount_functional) as amount
    from events
    where events.item_key not in (select refused_items.item_key from refused_items)
    group by events.entity_key, events.event_date
),

daily_lines as (
    select
        journal_lines.entity_key,
        journal_lines.effective_date,
        sum(journal_lines.functional_amount) as amount
    from {{ ref('fct_journal_lines') }} as journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where
        accounts.account_class in ('receivable', 'receivable_intercompany')
        and accounts.revalued_account_key is null
    group by journal_lines.entity_key, journal_lines.effective_date
),

changes as (
    select
        daily_events.entity_key,
        daily_events.event_date as change_date,
        daily_events.amount as item_amount,
        cast(0 as decimal(20, 4)) as ledger_amount
    from daily_events
    inner join ledger_entities on daily_events.entity_key = ledger_entities.entity_key
    union all
    select
        daily_lines.entity_key,
        daily_lines.effective_date as change_date,
        cast(0 as decimal(20, 4)) as item_amount,
        daily_lines.amount as ledger_amount
    from daily_lines
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
