-- Legal entities of the release, the parent first.
select
    entity_code,
    entity_name,
    functional_currency
from ledger.dim_entities
order by is_group_parent desc, entity_code asc
