-- FX-2: what settlements gained or lost against the carrying amounts of their items is what the
-- ledger posted as exchange differences, journal by journal. A document set off without money has
-- its difference posted with the next money; until then there is no journal to compare with. A
-- part of an item may be carried a minor unit apart, since each side rounds it in its own way.
with

settlements as (
{%- for side, settlements in [
    ('receivable', 'fct_settlements'), ('payable', 'fct_payable_settlements')
] %}
        select
            settlements.difference_journal_key,
            settlements.entity_key,
            settlements.realised_gain_amount_functional,
            items.functional_currency,
            settlements.currency_code <> items.functional_currency
            and settlements.applied_amount <> 0
            and settlements.applied_amount <> items.original_amount as is_part
        from {{ ref(settlements) }} as settlements
        inner join {{ ref('fct_' ~ side ~ '_items') }} as items
            on settlements.item_key = items.item_key
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

differences as (
    select * from {{ ref('fct_exchange_differences') }}
    where difference_nature = 'settlement'
),

journals as (
    select * from {{ ref('fct_journals') }}
),

entities as (
    select * from {{ ref('dim_entities') }}
),

currencies as (
    select * from {{ ref('dim_currencies') }}
),

realised as (
    select
        settlements.difference_journal_key as journal_key,
        max(settlements.entity_key) as entity_key,
        sum(settlements.realised_gain_amount_functional) as gain_amount,
        sum(
            case
                when not settlements.is_part then 0
                when currencies.minor_unit_exponent = 0 then 1
                when currencies.minor_unit_exponent = 3 then 0.001
                else 0.01
            end
        ) as rounding_amount
    from settlements
    inner join currencies on settlements.functional_currency = currencies.currency_code
    where settlements.difference_journal_key is not null
    group by settlements.difference_journal_key
),

posted as (
    select
        differences.journal_key,
        max(differences.entity_key) as entity_key,
        sum(differences.gain_amount_functional) as gain_amount
    from differences
    group by differences.journal_key
),

compared as (
    select
        coalesce(realised.journal_key, posted.journal_key) as journal_key,
        coalesce(realised.entity_key, posted.entity_key) as entity_key,
        coalesce(realised.gain_amount, 0) as realised_amount,
        coalesce(posted.gain_amount, 0) as posted_amount,
        coalesce(realised.rounding_amount, 0) as rounding_amount
    from realised
    full outer join posted on realised.journal_key = posted.journal_key
),

cells as (
    select
        coalesce(entities.entity_code, 'unknown') as scope,
        'exchange gain of journal ' || coalesce(journals.journal_number, compared.journal_key)
        || ' of ' || coalesce(cast(journals.effective_date as varchar), 'no date') as record,
        compared.realised_amount as left_amount,
        compared.posted_amount as right_amount,
        compared.rounding_amount
    from compared
    left join journals on compared.journal_key = journals.journal_key
    left join entities on compared.entity_key = entities.entity_key
),

results as (
    {{ invariant_result('FX-2', 'cells', allowed='rounding_amount') }}
)

select * from results
