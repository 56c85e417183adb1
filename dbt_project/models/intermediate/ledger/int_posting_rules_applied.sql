-- Which rule posts each amount of an event, to which account. Of the rules whose condition and
-- dates fit, the one of the highest priority posts each line role. The account is the one the
-- document itself names, where the rule says so and the document does; else the entity's account of
-- the rule's class: of several, the one whose code begins as the rule prefers.
with

events as (
    select * from {{ ref('int_accounting_events_united') }}
    where amount <> 0 or amount_functional <> 0 or amount_functional is null
),

rules as (
    select * from {{ ref('posting_rules') }}
),

-- Nothing of a document is posted to the accounts that translation and consolidation make.
accounts as (
    select classified.*
    from {{ ref('int_accounts_classified') }} as classified
    inner join {{ ref('int_chart_of_accounts_unioned') }} as charts
        on classified.account_key = charts.account_key
),

ranked as (
    select
        events.*,
        rules.rule_code,
        rules.line_role,
        rules.side,
        rules.account_source,
        rules.account_class,
        rules.account_code_prefix,
        row_number() over (
            partition by events.event_measure_key, rules.line_role
            order by rules.priority desc nulls last, rules.rule_code asc nulls last
        ) as rule_rank
    from events
    left join rules
        on
            events.event_type = rules.event_type
            and events.event_measure = rules.event_measure
            and events.event_date >= rules.valid_from
            and events.event_date <= rules.valid_to
            and rules.condition_value = case rules.condition_kind
                when 'party_kind' then events.party_kind
                when 'currency_kind' then events.currency_kind
                when 'product_line' then events.product_line
                else 'always'
            end
),

chosen as (
    select * from ranked
    where rule_rank = 1
),

needed_classes as (
    select distinct
        rules.account_class,
        rules.account_code_prefix
    from rules
),

class_accounts as (
    select
        accounts.entity_key,
        needed_classes.account_class,
        needed_classes.account_code_prefix,
        count(*) as candidate_count,
        min(accounts.account_key) as any_account_key,
        min(
            case
                when
                    substr(accounts.account_code, 1, length(needed_classes.account_code_prefix))
                    = needed_classes.account_code_prefix
                    then accounts.account_code
            end
        ) as preferred_code
    from accounts
    inner join needed_classes on accounts.account_class = needed_classes.account_class
    group by accounts.entity_key, needed_classes.account_class, needed_classes.account_code_prefix
),

determined as (
    select
        chosen.*,
        class_accounts.candidate_count,
        case
            when chosen.account_source = 'document' and chosen.document_account_key is not null
                then chosen.document_account_key
            when class_accounts.preferred_code is not null then preferred.account_key
            when class_accounts.candidate_count = 1 then class_accounts.any_account_key
        end as account_key
    from chosen
    left join class_accounts
        on
            chosen.entity_key = class_accounts.entity_key
            and chosen.account_class = class_accounts.account_class
            and chosen.account_code_prefix = class_accounts.account_code_prefix
    left join accounts as preferred
        on
            class_accounts.entity_key = preferred.entity_key
            and class_accounts.preferred_code = preferred.account_code
),

applied as (
    select
        determined.event_measure_key,
        determined.event_key,
        determined.event_type,
        determined.entity_key,
        determined.event_date,
        determined.fiscal_period,
        determined.document_type,
        determined.document_key,
        determined.document_id,
        determined.document_number,
        determined.party_key,
        determined.event_measure,
        determined.document_line_key,
        determined.rule_code,
        coalesce(determined.line_role, 'none') as line_role,
        determined.account_key,
        determined.currency_code as transaction_currency,
        cast(
            case determined.side when 'credit' then -1 else 1 end * determined.amount
            as decimal(20, 4)
        ) as transaction_amount,
        determined.functional_currency,
        cast(
            case determined.side when 'credit' then -1 else 1 end * determined.amount_functional
            as decimal(20, 4)
        ) as functional_amount,
        determined.source_system,
        determined.recorded_at,
        case
            when determined.rule_code is null then 'rule'
            when determined.amount_functional is null then 'rate'
            when determined.account_key is null and coalesce(determined.candidate_count, 0) = 0
                then 'account'
            when determined.account_key is null then 'account_choice'
        end as missing_part,
        determined.account_class
    from determined
)

select * from applied
{{ in_order_of('event_date') }}
