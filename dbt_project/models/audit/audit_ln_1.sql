-- LN-1: the leaves of a statement add up to it. In its own currency an entity's account adds to the
-- income statement what its journal lines of the period hold, year-end closing left out, and to the
-- balance sheet what all its lines to date hold. To the group's statements an account adds what it
-- adds to those of the companies, in the group's currency, and what consolidation enters.
with

amounts as (
    select * from {{ ref('fct_statement_amounts') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

journal_lines as (
    select * from {{ ref('fct_journal_lines') }}
),

entries as (
    select * from {{ ref('fct_elimination_lines') }}
),

periods as (
    select * from {{ ref('int_entity_periods_spined') }}
),

shares as (
    select * from {{ ref('int_entity_shares_resolved') }}
    where is_consolidated
),

movements as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        journal_lines.fiscal_period,
        sum(journal_lines.functional_amount) as amount,
        sum(
            case
                when journal_lines.journal_type = 'closing' then 0
                else journal_lines.functional_amount
            end
        ) as earning_amount
    from journal_lines
    group by journal_lines.entity_key, journal_lines.account_key, journal_lines.fiscal_period
),

moved_accounts as (
    select distinct
        movements.entity_key,
        movements.account_key
    from movements
),

of_lines as (
    select
        moved_accounts.entity_key,
        moved_accounts.account_key,
        periods.fiscal_period,
        coalesce(movements.earning_amount, 0) as earning_amount,
        sum(coalesce(movements.amount, 0)) over (
            partition by moved_accounts.entity_key, moved_accounts.account_key
            order by periods.fiscal_period
            rows between unbounded preceding and current row
        ) as amount_to_date
    from moved_accounts
    inner join periods on moved_accounts.entity_key = periods.entity_key
    left join movements
        on
            moved_accounts.entity_key = movements.entity_key
            and moved_accounts.account_key = movements.account_key
            and periods.fiscal_period = movements.fiscal_period
),

leaves as (
    select
        'profit_and_loss' as statement,
        of_lines.entity_key,
        of_lines.account_key,
        of_lines.fiscal_period,
        -of_lines.earning_amount as amount
    from of_lines
    inner join accounts on of_lines.account_key = accounts.account_key
    where accounts.account_type in ('revenue', 'expense')
    union all
    select
        'balance_sheet' as statement,
        of_lines.entity_key,
        of_lines.account_key,
        of_lines.fiscal_period,
        of_lines.amount_to_date as amount
    from of_lines
    union all
    select
        amounts.statement,
        'GROUP' as entity_key,
        amounts.account_key,
        amounts.fiscal_period,
        amounts.amount
    from amounts
    inner join shares
        on
            amounts.entity_key = shares.entity_key
            and amounts.fiscal_period = shares.fiscal_period
    where amounts.currency_view = 'group'
    union all
    select
        'profit_and_loss' as statement,
        'GROUP' as entity_key,
        entries.account_key,
        entries.fiscal_period,
        -entries.movement_amount_group as amount
    from entries
    inner join accounts on entries.account_key = accounts.account_key
    where accounts.account_type in ('revenue', 'expense')
    union all
    select
        'balance_sheet' as statement,
        'GROUP' as entity_key,
        entries.account_key,
        entries.fiscal_period,
        entries.closing_amount_group as amount
    from entries
),

printed as (
    select
        amounts.statement,
        amounts.entity_key,
        amounts.account_key,
        amounts.fiscal_period,
        amounts.amount
    from amounts
    where amounts.currency_view = 'functional' or amounts.entity_key = 'GROUP'
),

sides as (
    {%- for side, left_amount, right_amount in [
        ('leaves', 'leaves.amount', '0'), ('printed', '0', 'printed.amount')
    ] %}
        select
            {{ side }}.statement,
            {{ side }}.entity_key,
            {{ side }}.account_key,
            {{ side }}.fiscal_period,
            {{ left_amount }} as left_amount,
            {{ right_amount }} as right_amount
        from {{ side }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

cells as (
    select
        coalesce(entities.entity_code, 'GROUP') as scope,
        'account ' || accounts.account_code || ', ' || sides.statement || ' of '
        || sides.fiscal_period as record,
        sum(sides.left_amount) as left_amount,
        sum(sides.right_amount) as right_amount
    from sides
    inner join accounts on sides.account_key = accounts.account_key
    left join entities on sides.entity_key = entities.entity_key
    group by
        entities.entity_code,
        accounts.account_key,
        accounts.account_code,
        sides.statement,
        sides.fiscal_period
),

results as (
    {{ invariant_result('LN-1', 'cells') }}
)

select * from results
