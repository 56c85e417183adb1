-- IC-2: every consolidation entry sums to zero in every period: what it debits it credits.
with

elimination_lines as (
    select * from {{ ref('fct_elimination_lines') }}
),

cells as (
    select
        'GROUP' as scope,
        elimination_lines.kind || ' entry of ' || elimination_lines.fiscal_period as record,
        sum(
            case
                when elimination_lines.movement_amount_group > 0
                    then elimination_lines.movement_amount_group
                else 0
            end
        ) as left_amount,
        -sum(
            case
                when elimination_lines.movement_amount_group < 0
                    then elimination_lines.movement_amount_group
                else 0
            end
        ) as right_amount
    from elimination_lines
    group by
        elimination_lines.elimination_key,
        elimination_lines.kind,
        elimination_lines.fiscal_period
),

results as (
    {{ invariant_result('IC-2', 'cells') }}
)

select * from results
