-- The group company on the other side of a journal, where there is one: the party of one of its
-- lines, the customer of the delivery it values, or the name that stands on the bank statement
-- beside its payment.
with

customers as (
    select
        conformed.customer_key as party_key,
        conformed.intercompany_entity_key
    from {{ ref('int_customers_conformed') }} as conformed
    where conformed.intercompany_entity_key is not null
),

suppliers as (
    select
        unioned.supplier_key as party_key,
        unioned.intercompany_entity_key
    from {{ ref('int_suppliers_unioned') }} as unioned
    where unioned.intercompany_entity_key is not null
),

deliveries as (
    select * from {{ ref('int_deliveries_unioned') }}
),

entities as (
    select * from {{ ref('int_entities_unioned') }}
),

bank_lines as (
    select * from {{ ref('int_bank_lines_resolved') }}
),

bank_matches as (
    select * from {{ ref('int_bank_lines_matched') }}
),

parties as (
    select * from customers
    union
    select * from suppliers
),

found as (
    select
        journal_lines.journal_key,
        parties.intercompany_entity_key as partner_entity_key
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join parties on journal_lines.party_key = parties.party_key
    union all
    select
        journal_lines.journal_key,
        customers.intercompany_entity_key as partner_entity_key
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join deliveries on journal_lines.document_key = deliveries.delivery_key
    inner join customers on deliveries.customer_key = customers.party_key
    union all
    select
        journal_lines.journal_key,
        entities.entity_key as partner_entity_key
    from {{ ref('int_journal_lines_posted') }} as journal_lines
    inner join bank_matches on journal_lines.journal_line_key = bank_matches.journal_line_key
    inner join bank_lines on bank_matches.bank_line_key = bank_lines.bank_line_key
    inner join entities
        on
            bank_lines.counterparty_name = entities.entity_name
            and journal_lines.entity_key <> entities.entity_key
),

resolved as (
    select
        found.journal_key,
        min(found.partner_entity_key) as partner_entity_key
    from found
    group by found.journal_key
    -- A journal between more than two companies says per line, by its party, who is meant.
    having count(distinct found.partner_entity_key) = 1
)

select * from resolved
