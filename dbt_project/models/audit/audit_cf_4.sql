-- CF-4: the parts a journal's cash was spread into are the cash the ledger moved, and each part has
-- an activity and a line of the cash flow statement. Cash lines of one journal that only move money
-- between the entity's own accounts cancel, so the journal is compared, not each of its lines.
with

movements as (
    select * from {{ ref('fct_cash_movements') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
    where journal_type not in ('opening', 'closing')
),

journals as (
    select * from {{ ref('fct_journals') }}
),

cash_accounts as (
    select * from {{ ref('dim_accounts') }}
    where is_cash
),

entities as (
    select * from {{ ref('dim_entities') }}
),

spread as (
    select
        movements.journal_key,
        sum(
            case
                when
                    movements.cash_flow_category in ('operating', 'investing', 'financing', 'fx')
                    and movements.cash_flow_line_code is not null
                    then movements.allocated_amount
                else 0
            end
        ) as amount
    from movements
    group by movements.journal_key
),

moved as (
    select
        journal_lines.journal_key,
        sum(journal_lines.functional_amount) as amount
    from journal_lines
    inner join cash_accounts on journal_lines.account_key = cash_accounts.account_key
    group by journal_lines.journal_key
),

cells as (
    select
        entities.entity_code as scope,
        case
            when coalesce(spread.amount, 0) <> coalesce(moved.amount, 0)
                then 'cash of journal ' || journals.journal_number
        end as record,
        coalesce(spread.amount, 0) as left_amount,
        coalesce(moved.amount, 0) as right_amount
    from moved
    full outer join spread on moved.journal_key = spread.journal_key
    inner join journals on coalesce(moved.journal_key, spread.journal_key) = journals.journal_key
    inner join entities on journals.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('CF-4', 'cells') }}
)

select * from results
