"""What a landed ownership must satisfy: the contract of `raw_group_structure.ownerships`.

**Belongs here**: columns, key and the rules of a single row.

**Keep out**: circles of ownership, which no single row shows (the warehouse's CO-3 names them).
"""

from typing import Final

from ingestion.landed_source import Column, Rule, TableContract

CONSOLIDATION_METHODS: Final = ("full", "none")

OWNERSHIPS: Final = TableContract(
    name="ownerships",
    columns=(
        Column("entity_code", "text", nullable=False, description="the entity that is owned"),
        Column("parent_entity_code", "text", nullable=False, description="the entity that owns it"),
        Column("ownership_ratio", "ratio", nullable=False, description="share held, 0 to 1"),
        Column("consolidation_method", "text", nullable=False, description="full or none"),
        Column("valid_from", "date", nullable=False, description="first day it holds"),
        Column("valid_to", "date", description="last day it holds; empty: until further notice"),
    ),
    key=("entity_code", "valid_from"),
    rules=(
        Rule("ownership_ratio_is_a_share", "ownership_ratio > 0 and ownership_ratio <= 1"),
        Rule("consolidation_method_is_known", f"consolidation_method in {CONSOLIDATION_METHODS!r}"),
        Rule("entity_does_not_own_itself", "entity_code <> parent_entity_code"),
        Rule("valid_to_is_not_before_valid_from", "valid_to >= valid_from"),
    ),
)
