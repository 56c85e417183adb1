-- What the books hold in a currency that is not their own and that money will settle, between one
-- change and the next: every open receivable and payable, and the other monetary accounts (loans,
-- bank accounts) by currency. Valid from the day of a change, up to but not on the next. Debit
-- positive. Goods received and not yet billed are no money; neither are advances and prepayments.
with

{% set sides = [('receivable', 1, 'customer_key'), ('payable', -1, 'supplier_key')] %}
accounts as (
    select * from {{ ref('int_accounts_classified') }}
    where
        is_monetary
        and account_class not in (
            'receivable', 'receivable_intercompany', 'payable', 'payable_intercompany',
            'goods_received_not_invoiced'
        )
),

-- A loan between companies is a position per company: each is eliminated against its own.
foreign_lines as (
    select
        journal_lines.entity_key,
        journal_lines.account_key,
        case
            when
                accounts.account_class in (
                    'loan_receivable_intercompany', 'loan_payable_intercompany'
                )
                then journal_lines.party_key
        end as party_key,
        journal_lines.transaction_currency as currency_code,
        journal_lines.functional_currency,
        journal_lines.effective_date,
        journal_lines.transaction_amount,
        journal_lines.functional_amount
    from {{ ref('int_journal_lines_conformed') }} as journal_lines
    inner join accounts on journal_lines.account_key = accounts.account_key
    where journal_lines.transaction_currency <> journal_lines.functional_currency
),

daily_amounts as (
    select
        md5(
            foreign_lines.account_key || '|' || foreign_lines.currency_code
            || coalesce('|' || foreign_lines.party_key, '')
        ) as position_key,
        foreign_lines.entity_key,
        foreign_lines.account_key,
        foreign_lines.party_key,
        foreign_lines.currency_code,
        foreign_lines.functional_currency,
        foreign_lines.effective_date,
        sum(foreign_lines.transaction_amount) as amount,
        sum(foreign_lines.functional_amount) as amount_functional
    from foreign_lines
    group by
        foreign_lines.entity_key,
        foreign_lines.account_key,
        foreign_lines.party_key,
        foreign_lines.currency_code,
        foreign_lines.functional_currency,
        foreign_lines.effective_date
),

account_positions as (
    select
        daily_amounts.position_key,
        'account' as position_type,
        daily_amounts.entity_key,
        daily_amounts.account_key,
        daily_amounts.party_key,
        cast(null as varchar) as document_number,
        daily_amounts.currency_code,
        daily_amounts.functional_currency,
        daily_amounts.effective_date as valid_from_date,
        lead(daily_amounts.effective_date) over (
            partition by daily_amounts.position_key
            order by daily_amounts.effective_date asc
        ) as valid_to_date,
        sum(daily_amounts.amount) over (
            partition by daily_amounts.position_key
            order by daily_amounts.effective_date asc
            rows between unbounded preceding and current row
        ) as open_amount,
        sum(daily_amounts.amount_functional) over (
            partition by daily_amounts.position_key
            order by daily_amounts.effective_date asc
            rows between unbounded preceding and current row
        ) as carrying_amount_functional
    from daily_amounts
),

all_positions as (
    select * from account_positions
    {%- for side, sign, party in sides %}
        union all
        select
            items.item_key as position_key,
            '{{ side }}' as position_type,
            items.entity_key,
            items.control_account_key as account_key,
            items.{{ party }} as party_key,
            items.document_number,
            items.currency_code,
            items.functional_currency,
            balances.valid_from_date,
            balances.valid_to_date,
            {{ sign }} * balances.open_amount as open_amount,
            {{ sign }} * balances.open_amount_functional as carrying_amount_functional
        from {{ ref('int_' ~ side ~ '_balances_running') }} as balances
        inner join {{ ref('int_' ~ side ~ '_items_opened') }} as items
            on balances.item_key = items.item_key
        where items.currency_code <> items.functional_currency
    {%- endfor %}
),

typed as (
    select
        all_positions.position_key,
        all_positions.position_type,
        all_positions.entity_key,
        all_positions.account_key,
        all_positions.party_key,
        all_positions.document_number,
        all_positions.currency_code,
        all_positions.functional_currency,
        all_positions.valid_from_date,
        all_positions.valid_to_date,
        {{ money('all_positions.open_amount') }} as open_amount,
        {{ money('all_positions.carrying_amount_functional') }} as carrying_amount_functional
    from all_positions
)

select * from typed
