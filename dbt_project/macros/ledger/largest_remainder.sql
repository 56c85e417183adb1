{#-
    The body of CTEs that spread a whole amount over weighted rows without losing a unit: every row
    gets the whole part of its share, the rows with the largest remainders one unit more, ties in
    the order of `tie_break`. A unit is a cent, or 0.0001 where the amount is finer than cents.
    Amounts are counted in units and multiplied as integers; the floating division is only a first
    guess, which the exact remainder corrects.

    `relation` has the columns `group_key`, `amount` (signed; the same for all rows of a group),
    `weight` (never negative, one of the group above zero) and `tie_break`. Adds `allocated_amount`.
-#}
{% macro largest_remainder(relation) -%}
    select
        ranked_shares.*,
        {{ money(
            'cast(sign(ranked_shares.amount) as integer) * ('
            ~ 'ranked_shares.whole_units + case when ranked_shares.remainder_rank <= '
            ~ 'ranked_shares.amount_units - ranked_shares.given_units then 1 else 0 end'
            ~ ') * ranked_shares.unit_amount'
        ) }} as allocated_amount
    from (
        select
            exact_shares.*,
            row_number() over (
                partition by exact_shares.group_key
                order by exact_shares.remainder desc, exact_shares.tie_break asc
            ) as remainder_rank,
            sum(exact_shares.whole_units) over (
                partition by exact_shares.group_key
            ) as given_units
        from (
            select
                guessed_shares.*,
                cast(
                    guessed_shares.guess
                    + case
                        when guessed_shares.guess_remainder < 0 then -1
                        when guessed_shares.guess_remainder >= guessed_shares.total_weight_units
                            then 1
                        else 0
                    end as decimal(19, 0)
                ) as whole_units,
                guessed_shares.guess_remainder
                + case
                    when guessed_shares.guess_remainder < 0
                        then guessed_shares.total_weight_units
                    when guessed_shares.guess_remainder >= guessed_shares.total_weight_units
                        then -guessed_shares.total_weight_units
                    else 0
                end as remainder
            from (
                select
                    guesses.*,
                    guesses.amount_units * guesses.weight_units
                    - guesses.guess * guesses.total_weight_units as guess_remainder
                from (
                    select
                        units.*,
                        cast(
                            floor(
                                cast(units.amount_units as double)
                                * cast(units.weight_units as double)
                                / cast(units.total_weight_units as double)
                            ) as decimal(19, 0)
                        ) as guess
                    from (
                        select
                            shares.*,
                            cast(
                                case
                                    when shares.amount = round(shares.amount, 2) then 0.01
                                    else 0.0001
                                end as decimal(10, 4)
                            ) as unit_amount,
                            cast(
                                abs(shares.amount)
                                * case
                                    when shares.amount = round(shares.amount, 2) then 100
                                    else 10000
                                end as decimal(19, 0)
                            ) as amount_units,
                            cast(shares.weight * 10000 as decimal(19, 0)) as weight_units,
                            cast(
                                sum(shares.weight) over (partition by shares.group_key) * 10000
                                as decimal(19, 0)
                            ) as total_weight_units
                        from {{ relation }} as shares
                    ) as units
                ) as guesses
            ) as guessed_shares
        ) as exact_shares
    ) as ranked_shares
{%- endmacro %}
