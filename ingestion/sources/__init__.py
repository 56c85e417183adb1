"""One package a source, each with its `LandedSource`, expectations, README and sample files.

**Belongs here**: packages that read one kind of source system.

**Keep out**: what all sources share (`ingestion.landed_source`, `ingestion.pipeline`).
"""
