with

bank_accounts as (
    {{ current_rows(source('raw_erp', 'bank_account')) }}
),

account_numbers as (
    {{ current_rows(source('raw_erp', 'bank_account_number')) }}
),

statement_journals as (
    {{ current_rows(source('raw_erp', 'account_statement_journal')) }}
),

banks as (
    {{ current_rows(source('raw_erp', 'bank')) }}
),

parties as (
    {{ current_rows(source('raw_erp', 'party_party')) }}
),

currencies as (
    {{ current_rows(source('raw_erp', 'currency_currency')) }}
),

accounts as (
    {{ current_rows(source('raw_erp', 'account_account')) }}
),

numbers as (
    select
        account_numbers.account,
        min(
            case
                when account_numbers.type = 'iban' then replace(account_numbers.number, ' ', '')
            end
        ) as iban,
        min(replace(account_numbers.number, ' ', '')) as any_number
    from account_numbers
    group by account_numbers.account
),

-- An own account is one that has a statement journal; a partner's account has none.
own_accounts as (
    select
        statement_journals.bank_account,
        min_by(statement_journals.company, statement_journals.id) as company_id,
        min_by(statement_journals.currency, statement_journals.id) as currency_id,
        min_by(statement_journals.account, statement_journals.id) as ledger_account_id
    from statement_journals
    where statement_journals.bank_account is not null
    group by statement_journals.bank_account
),

renamed as (
    select
        cast(bank_accounts.id as varchar) as bank_account_id,
        cast(own_accounts.company_id as varchar) as entity_id,
        coalesce(numbers.iban, numbers.any_number) as account_number,
        numbers.iban,
        parties.name as bank_name,
        currencies.code as currency_code,
        accounts.code as ledger_account_code,
        bank_accounts._recorded_at as recorded_at
    from bank_accounts
    inner join own_accounts on bank_accounts.id = own_accounts.bank_account
    left join numbers on bank_accounts.id = numbers.account
    left join banks on bank_accounts.bank = banks.id
    left join parties on banks.party = parties.id
    left join currencies
        on coalesce(own_accounts.currency_id, bank_accounts.currency) = currencies.id
    left join accounts on own_accounts.ledger_account_id = accounts.id
)

select * from renamed
