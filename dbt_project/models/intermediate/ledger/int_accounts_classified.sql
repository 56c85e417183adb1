-- Every account gets exactly one account class. The longest matching prefix of the chart of
-- accounts wins, provided it agrees with the source on which statement the account belongs to
-- (a foreign chart may use the same digits for something else); then the class the source's own
-- account type implies; then the unspecific class of its type.
with

accounts as (
    select * from {{ ref('int_chart_of_accounts_unioned') }}
),

chart as (
    select * from {{ ref('chart_of_accounts') }}
),

account_classes as (
    select * from {{ ref('account_classes') }}
),

prefix_matches as (
    select
        accounts.account_key,
        chart.account_class,
        chart.account_name_zh,
        chart.account_code_prefix,
        row_number() over (
            partition by accounts.account_key
            order by length(chart.account_code_prefix) desc, chart.account_code_prefix asc
        ) as match_rank
    from accounts
    inner join chart
        on
            substr(accounts.account_code, 1, length(chart.account_code_prefix))
            = chart.account_code_prefix
    inner join account_classes on chart.account_class = account_classes.account_class
    where
        (account_classes.account_type in ('revenue', 'expense'))
        = (accounts.account_type in ('revenue', 'expense'))
),

longest_matches as (
    select * from prefix_matches
    where match_rank = 1
),

classed as (
    select
        accounts.account_key,
        accounts.entity_key,
        accounts.account_code,
        accounts.account_name,
        accounts.source_system,
        coalesce(longest_matches.account_name_zh, accounts.account_name) as account_name_zh,
        coalesce(
            longest_matches.account_class,
            accounts.account_class,
            case accounts.account_type
                when 'asset' then 'other_asset'
                when 'liability' then 'other_payable'
                when 'equity' then 'other_equity'
                when 'revenue' then 'other_income'
                else 'other_expense'
            end
        ) as account_class
    from accounts
    left join longest_matches on accounts.account_key = longest_matches.account_key
),

-- What translation and consolidation post is on no account of any source: each entity gets accounts
-- of its own for it.
made_accounts as (
    {%- for key, code, name, name_zh, class in [
        ('translation_reserve', 'CTA', 'Translation differences', '外币财务报表折算差额',
            'translation_reserve'),
        ('consolidated_cost', 'CON-COST', 'Cost of sales (consolidation)', '营业成本（合并）',
            'cost_of_sales'),
        ('consolidated_stock', 'CON-STOCK', 'Unrealised profit in stock (consolidation)',
            '存货未实现利润（合并）', 'inventory'),
        ('consolidated_exchange', 'CON-FX', 'Exchange differences (consolidation)',
            '汇兑损益（合并）', 'exchange_difference'),
        ('consolidated_transit', 'CON-TRANSIT', 'Intercompany items in transit (consolidation)',
            '在途往来（合并）', 'other_receivable'),
        ('consolidated_reserve', 'CON-RESERVE', 'Changes of shares (consolidation)',
            '持股比例变动（合并）', 'capital_reserve'),
        ('non_controlling_interest', 'NCI', 'Non-controlling interests', '少数股东权益',
            'non_controlling_interest'),
        ('non_controlling_profit', 'NCI-PROFIT', 'Profit of non-controlling interests',
            '少数股东损益', 'non_controlling_profit'),
    ] %}
        select
            md5(entities.entity_key || '|{{ key }}') as account_key,
            entities.entity_key,
            '{{ code }}' as account_code,
            '{{ name }}' as account_name,
            entities.source_system,
            '{{ name_zh }}' as account_name_zh,
            '{{ class }}' as account_class
        from {{ ref('int_entities_unioned') }} as entities
        where entities.entity_key in (select distinct accounts.entity_key from accounts)
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

rule_entities as (
    select * from {{ ref('int_posting_sources_resolved') }}
    where posting_source = 'rule'
),

-- Where the rules make the books, what revaluation posts stands beside the account it revalues, in
-- the same class and so on the same line: the account itself stays what its open items carry.
revaluation_accounts as (
    select
        md5(classed.account_key || '|revaluation') as account_key,
        classed.entity_key,
        classed.account_code || '-FX' as account_code,
        classed.account_name || ' (revaluation)' as account_name,
        classed.source_system,
        classed.account_name_zh || '（汇率重估）' as account_name_zh,
        classed.account_class,
        classed.account_key as revalued_account_key
    from classed
    inner join rule_entities on classed.entity_key = rule_entities.entity_key
    inner join account_classes on classed.account_class = account_classes.account_class
    where
        account_classes.is_monetary
        and classed.account_class <> 'goods_received_not_invoiced'
    union all
    select
        md5(rule_entities.entity_key || '|unrealised_exchange') as account_key,
        rule_entities.entity_key,
        'FX-UNREALISED' as account_code,
        'Exchange differences, unrealised' as account_name,
        max(accounts.source_system) as source_system,
        '未实现汇兑损益' as account_name_zh,
        'exchange_difference' as account_class,
        cast(null as varchar) as revalued_account_key
    from rule_entities
    inner join accounts on rule_entities.entity_key = accounts.entity_key
    group by rule_entities.entity_key
),

all_accounts as (
    select
        classed.*,
        cast(null as varchar) as revalued_account_key
    from classed
    union all
    select
        made_accounts.*,
        cast(null as varchar) as revalued_account_key
    from made_accounts
    union all
    select * from revaluation_accounts
),

described as (
    select
        all_accounts.account_key,
        all_accounts.entity_key,
        all_accounts.account_code,
        all_accounts.account_name,
        all_accounts.account_name_zh,
        account_classes.account_type,
        all_accounts.account_class,
        account_classes.normal_side,
        account_classes.is_control,
        account_classes.is_monetary,
        account_classes.is_cash,
        account_classes.translation_rate_type,
        account_classes.cash_flow_category,
        all_accounts.revalued_account_key,
        all_accounts.source_system
    from all_accounts
    inner join account_classes on all_accounts.account_class = account_classes.account_class
)

select * from described
