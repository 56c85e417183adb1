"""Screens over published releases: what people see of the books.

**Belongs here**: reading a release, filters, formats, charts, exports, the words of both languages.

**Keep out**: business rules (SQL in `dbt_project/`), writing of any kind, the warehouse file.

Data flow: `CURRENT` → release file (read-only) → `queries/<domain>/*.sql` → tiles on a screen.

Run alone: `streamlit run dashboards/server.py`.
"""
