-- Which ledger account a bank statement belongs to: the bank's account identifier is the IBAN or
-- the account number of a bank account the ledger knows. A statement of an unknown account keeps a
-- bank account of its own, without entity, so that its lines are never lost.
with

bank_accounts as (
    select * from {{ ref('int_bank_accounts_unioned') }}
),

statement_accounts as (
    select * from {{ ref('int_bank_statement_accounts_unioned') }}
),

ledger_accounts as (
    select * from {{ ref('int_accounts_classified') }}
),

identifiers as (
    select
        bank_accounts.bank_account_key,
        replace(bank_accounts.iban, ' ', '') as account_identifier
    from bank_accounts
    where bank_accounts.iban is not null
    union
    select
        bank_accounts.bank_account_key,
        replace(bank_accounts.account_number, ' ', '') as account_identifier
    from bank_accounts
    where bank_accounts.account_number is not null
),

-- Two ledgers may know one bank account (an ERP and a file); the first key is kept.
statement_matches as (
    select
        statement_accounts.account_id,
        min(identifiers.bank_account_key) as bank_account_key
    from statement_accounts
    inner join identifiers on statement_accounts.account_id = identifiers.account_identifier
    group by statement_accounts.account_id
),

known as (
    select
        bank_accounts.bank_account_key,
        bank_accounts.entity_key,
        coalesce(statement_accounts.account_id, bank_accounts.iban, bank_accounts.account_number)
            as account_number,
        coalesce(bank_accounts.bank_name, statement_accounts.bank_name) as bank_name,
        coalesce(bank_accounts.currency_code, statement_accounts.currency_code) as currency_code,
        ledger_accounts.account_key as ledger_account_key,
        statement_accounts.account_id as statement_account_id,
        bank_accounts.source_system
    from bank_accounts
    left join statement_matches
        on bank_accounts.bank_account_key = statement_matches.bank_account_key
    left join statement_accounts on statement_matches.account_id = statement_accounts.account_id
    left join ledger_accounts
        on
            bank_accounts.entity_key = ledger_accounts.entity_key
            and bank_accounts.ledger_account_code = ledger_accounts.account_code
),

unknown as (
    select
        {{ surrogate_key('statement_accounts.account_id', 'statement_accounts.source_system') }}
            as bank_account_key,
        cast(null as varchar) as entity_key,
        statement_accounts.account_id as account_number,
        statement_accounts.bank_name,
        statement_accounts.currency_code,
        cast(null as varchar) as ledger_account_key,
        statement_accounts.account_id as statement_account_id,
        statement_accounts.source_system
    from statement_accounts
    left join statement_matches on statement_accounts.account_id = statement_matches.account_id
    where statement_matches.account_id is null
),

resolved as (
    select * from known
    union all
    select * from unknown
)

select * from resolved
