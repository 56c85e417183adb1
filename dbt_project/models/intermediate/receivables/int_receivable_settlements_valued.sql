-- What settling an open item in a foreign currency gained or lost: what was applied at the rate of
-- the settlement against the part of the item's carrying amount it took off.
{{ settlements_valued('receivable') }}
