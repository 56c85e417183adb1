-- A receipt is a cash journal with lines on a receivable account; its amount is what it credits
-- the customer with, bank fees borne by us included.
with

move_lines as (
    {{ current_rows(source('raw_erp', 'account_move_line')) }}
),

moves as (
    {{ current_rows(source('raw_erp', 'account_move')) }}
),

ledger_journals as (
    {{ current_rows(source('raw_erp', 'account_journal')) }}
),

accounts as (
    {{ current_rows(source('raw_erp', 'account_account')) }}
),

account_types as (
    {{ current_rows(source('raw_erp', 'account_account_type')) }}
),

statement_journals as (
    {{ current_rows(source('raw_erp', 'account_statement_journal')) }}
),

companies as (
    {{ current_rows(source('raw_erp', 'company_company')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

cash_moves as (
    select
        moves.id,
        moves.number,
        moves.company,
        moves.date as move_date,
        moves._recorded_at
    from moves
    inner join ledger_journals on moves.journal = ledger_journals.id
    where moves.state = 'posted' and ledger_journals.type in ('cash', 'statement')
),

receivable_lines as (
    select
        move_lines.move,
        move_lines.party,
        move_lines.second_currency,
        coalesce(move_lines.credit, 0) - coalesce(move_lines.debit, 0) as amount_functional,
        case
            when move_lines.second_currency is not null
                then -move_lines.amount_second_currency
            else coalesce(move_lines.credit, 0) - coalesce(move_lines.debit, 0)
        end as amount
    from move_lines
    inner join accounts on move_lines.account = accounts.id
    inner join account_types on accounts.type = account_types.id
    where account_types.receivable and move_lines.party is not null
),

bank_accounts as (
    select
        statement_journals.account,
        min(statement_journals.bank_account) as bank_account
    from statement_journals
    group by statement_journals.account
),

bank_lines as (
    select
        move_lines.move,
        min(bank_accounts.bank_account) as bank_account,
        min(move_lines.description) as bank_reference
    from move_lines
    inner join bank_accounts on move_lines.account = bank_accounts.account
    group by move_lines.move
),

-- A receipt that settles documents of several currencies is stated in the books' own currency.
settled as (
    select
        receivable_lines.move,
        min(receivable_lines.party) as party,
        count(distinct coalesce(receivable_lines.second_currency, 0)) as currency_count,
        max(receivable_lines.second_currency) as second_currency,
        sum(receivable_lines.amount) as amount,
        sum(receivable_lines.amount_functional) as amount_functional
    from receivable_lines
    group by receivable_lines.move
),

renamed as (
    select
        cast(cash_moves.id as varchar) as payment_id,
        cash_moves.number as payment_number,
        cast(cash_moves.company as varchar) as entity_id,
        cast(settled.party as varchar) as customer_id,
        cast(cash_moves.id as varchar) as journal_id,
        cast(bank_lines.bank_account as varchar) as bank_account_id,
        cast(cash_moves.move_date as date) as payment_date,
        case
            when settled.currency_count = 1 and settled.second_currency is not null
                then second_currencies.code
            else company_currencies.code
        end as currency_code,
        cast(
            case
                when settled.currency_count = 1 then settled.amount
                else settled.amount_functional
            end as decimal(20, 4)
        ) as amount,
        {{ money('settled.amount_functional') }} as amount_functional,
        bank_lines.bank_reference,
        cash_moves._recorded_at as recorded_at
    from cash_moves
    inner join settled on cash_moves.id = settled.move
    left join bank_lines on cash_moves.id = bank_lines.move
    left join companies on cash_moves.company = companies.id
    left join currencies as company_currencies on companies.currency = company_currencies.id
    left join currencies as second_currencies on settled.second_currency = second_currencies.id
)

select * from renamed
