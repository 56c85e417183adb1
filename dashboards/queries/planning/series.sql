-- Product lines and regions that have a published projection for the chosen entity.
select distinct
    product_line,
    region
from planning.fct_forecasts
where
    is_published
    and entity_code = $entity_code
order by product_line asc, region asc
