-- The published projection by product line with the total and its proof: total less the parts is 0.
with published as (
    select
        product_line,
        region,
        value_amount
    from planning.fct_forecasts
    where
        is_published
        and entity_code = $entity_code
        and upper(region) = 'ALL'
        and origin_month = (
            select max(latest.origin_month)
            from planning.fct_forecasts as latest
            where latest.is_published
        )
)

select
    product_line,
    upper(product_line) = 'ALL' as is_total,
    sum(value_amount) as fc_amount,
    sum(sum(value_amount)) filter (where upper(product_line) = 'ALL') over ()
    - sum(sum(value_amount)) filter (where upper(product_line) <> 'ALL') over ()
        as residual_amount
from published
group by product_line
order by is_total asc, fc_amount desc
