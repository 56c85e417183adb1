"""The things a run makes: landed sources, the warehouse, projections, a release."""
