"""What is checked about the things a run makes, shown beside each in Dagster."""
