-- BK-1: on every statement opening plus lines is closing; a statement opens where the one before
-- closed; no bank reference comes twice with the same day and amount. The last two are shown only
-- where they fail.
with

statements as (
    select * from {{ ref('fct_bank_statements') }}
    where is_complete
),

bank_lines as (
    select * from {{ ref('fct_bank_lines') }}
),

bank_accounts as (
    select * from {{ ref('dim_bank_accounts') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

line_sums as (
    select
        bank_lines.statement_key,
        sum(bank_lines.amount) as lines_amount
    from bank_lines
    group by bank_lines.statement_key
),

chained as (
    select
        statements.*,
        lag(statements.closing_amount) over (
            partition by statements.bank_account_key
            order by statements.closing_date, statements.opening_date, statements.statement_key
        ) as previous_closing_amount
    from statements
),

repeated as (
    select
        bank_lines.bank_account_key,
        bank_lines.bank_reference,
        bank_lines.booking_date,
        count(*) as line_count
    from bank_lines
    where bank_lines.bank_reference is not null
    group by
        bank_lines.bank_account_key,
        bank_lines.bank_reference,
        bank_lines.booking_date,
        bank_lines.amount
    having count(*) > 1
),

identities as (
    select
        chained.bank_account_key,
        'statement ' || coalesce(chained.statement_number, chained.statement_key)
        || ' closing ' || cast(chained.closing_date as varchar) as record,
        chained.opening_amount + coalesce(line_sums.lines_amount, 0) as left_amount,
        chained.closing_amount as right_amount
    from chained
    left join line_sums on chained.statement_key = line_sums.statement_key
    union all
    select
        chained.bank_account_key,
        'statement ' || coalesce(chained.statement_number, chained.statement_key)
        || ' opening ' || cast(chained.opening_date as varchar) as record,
        chained.opening_amount as left_amount,
        chained.previous_closing_amount as right_amount
    from chained
    where chained.opening_amount <> chained.previous_closing_amount
    union all
    select
        repeated.bank_account_key,
        'bank reference ' || repeated.bank_reference
        || ' of ' || cast(repeated.booking_date as varchar) as record,
        repeated.line_count as left_amount,
        1 as right_amount
    from repeated
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown')
        || case
            when bank_accounts.currency_code = entities.functional_currency then ''
            else ' in ' || coalesce(bank_accounts.currency_code, 'unknown currency')
        end as scope,
        'bank account ' || bank_accounts.account_number || ', ' || identities.record as record,
        identities.left_amount,
        identities.right_amount
    from identities
    inner join bank_accounts on identities.bank_account_key = bank_accounts.bank_account_key
    left join entities on bank_accounts.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('BK-1', 'cells') }}
)

select * from results
