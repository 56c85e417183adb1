-- Every invariant on every scope of this run: what was compared, what is left between the two sides
-- and, where it failed, the first offending record. An invariant without anything to look at passes
-- with the scope 'no data'.
{% set invariant_models = [
    'gl_1',
    'gl_2',
    'gl_3',
    'gl_4',
    'gl_5',
    'gl_6',
    'gl_7',
    'gl_8',
    'gl_9',
    'gl_10',
    'st_1',
    'st_2',
    'st_3',
    'st_4',
    'st_5',
    'st_6',
    'st_7',
    'cf_1',
    'cf_2',
    'cf_3',
    'cf_4',
    'cf_5',
    'cf_6',
    'ar_1',
    'ar_2',
    'ar_3',
    'ar_4',
    'ar_5',
    'ar_6',
    'ap_1',
    'ap_2',
    'ap_4',
    'ap_5',
    'ap_6',
    'bk_1',
    'fx_1',
    'fx_2',
    'fx_3',
    'fx_4',
    'fx_5',
    'ic_1',
    'ic_2',
    'ic_3',
    'co_1',
    'co_2',
    'co_3',
    'ld_1',
    'ld_2',
    'ln_1',
    'tm_1',
    'tm_2',
] %}

with

invariants as (
    select * from {{ ref('invariants') }}
),

results as (
    {%- for model in invariant_models %}
        select
            {{ model }}.invariant_id,
            {{ model }}.scope,
            {{ model }}.left_amount,
            {{ model }}.right_amount,
            {{ model }}.residual_amount,
            {{ model }}.tolerance_amount,
            {{ model }}.detail
        from {{ ref('audit_' ~ model) }} as {{ model }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

judged as (
    select
        invariants.invariant_id,
        invariants.invariant_name,
        invariants.invariant_name_zh,
        invariants.domain,
        coalesce(results.scope, 'no data') as scope,
        {{ money('coalesce(results.left_amount, 0)') }} as left_amount,
        {{ money('coalesce(results.right_amount, 0)') }} as right_amount,
        {{ money('coalesce(results.residual_amount, 0)') }} as residual_amount,
        {{ money('coalesce(results.tolerance_amount, 0)') }} as tolerance_amount,
        invariants.severity,
        case
            when coalesce(results.residual_amount, 0) > coalesce(results.tolerance_amount, 0)
                then 'failed'
            else 'passed'
        end as status,
        results.detail,
        '{{ var("run_id") }}' as run_id,
        cast(current_timestamp as timestamp) as evaluated_at
    from invariants
    left join results on invariants.invariant_id = results.invariant_id
)

select * from judged
