"""A folder of files that lets an auditor check a release without the platform.

**Belongs here**: which tables go in (`tables`), writing them (`pack`), the words that explain them
(`guide`) and the checker that travels with them (`check`).

**Keep out**: computing anything anew: the pack says what the release says.
"""
