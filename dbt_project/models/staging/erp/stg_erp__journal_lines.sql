with

move_lines as (
    {{ current_rows(source('raw_erp', 'account_move_line')) }}
),

moves as (
    {{ current_rows(source('raw_erp', 'account_move')) }}
),

companies as (
    {{ current_rows(source('raw_erp', 'company_company')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

statement_journals as (
    {{ current_rows(source('raw_erp', 'account_statement_journal')) }}
),

bank_ledger_accounts as (
    select distinct statement_journals.account as account_id
    from statement_journals
    where statement_journals.account is not null
),

renamed as (
    select
        cast(move_lines.id as varchar) as journal_line_id,
        cast(move_lines.move as varchar) as journal_id,
        cast(move_lines.account as varchar) as account_id,
        cast(move_lines.party as varchar) as party_id,
        move_lines.description,
        {{ money('coalesce(move_lines.debit, 0)') }} as debit_amount,
        {{ money('coalesce(move_lines.credit, 0)') }} as credit_amount,
        coalesce(second_currencies.code, company_currencies.code) as transaction_currency,
        cast(
            case
                when move_lines.second_currency is not null then move_lines.amount_second_currency
                else coalesce(move_lines.debit, 0) - coalesce(move_lines.credit, 0)
            end as decimal(20, 4)
        ) as transaction_amount,
        cast(move_lines.maturity_date as date) as maturity_date,
        case
            when bank_ledger_accounts.account_id is not null then move_lines.description
        end as bank_reference,
        cast(move_lines.reconciliation as varchar) as reconciliation_id,
        move_lines._recorded_at as recorded_at
    from move_lines
    inner join moves on move_lines.move = moves.id
    left join companies on moves.company = companies.id
    left join currencies as company_currencies on companies.currency = company_currencies.id
    left join currencies as second_currencies
        on move_lines.second_currency = second_currencies.id
    left join bank_ledger_accounts on move_lines.account = bank_ledger_accounts.account_id
    where moves.state = 'posted'
)

select * from renamed
