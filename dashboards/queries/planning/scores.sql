-- Backtest scores of every model on one series.
select
    model,
    max(score) filter (where measure = 'mase') as mase,
    max(score) filter (where measure = 'wape') as wape,
    max(score) filter (where measure = 'bias') as bias,
    max(score) filter (where measure = 'coverage_80') as coverage_80,
    max(score) filter (where measure = 'coverage_95') as coverage_95,
    max(score) filter (where measure = 'skill_vs_naive') as skill_vs_naive
from planning.fct_forecast_scores
where
    entity_code = $entity_code
    and upper(product_line) = upper($product_line)
    and upper(region) = upper($region)
group by model
order by mase asc nulls last, model asc
