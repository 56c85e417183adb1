-- Two rules of equal priority that could post the same line of the same event on the same day would
-- leave the choice to chance. Conditions of one kind with different values never meet.
select
    first_rules.rule_code,
    second_rules.rule_code as overlapping_rule_code,
    first_rules.event_type,
    first_rules.line_role,
    first_rules.event_measure
from {{ ref('posting_rules') }} as first_rules
inner join {{ ref('posting_rules') }} as second_rules
    on
        first_rules.event_type = second_rules.event_type
        and first_rules.line_role = second_rules.line_role
        and first_rules.event_measure = second_rules.event_measure
        and first_rules.priority = second_rules.priority
        and first_rules.rule_code < second_rules.rule_code
where
    first_rules.valid_from <= second_rules.valid_to
    and second_rules.valid_from <= first_rules.valid_to
    and not (
        first_rules.condition_kind = second_rules.condition_kind
        and first_rules.condition_value <> second_rules.condition_value
    )
