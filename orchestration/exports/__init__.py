"""What leaves a release for programs that are not ours.

**Belongs here**: one module a format; each reads a published release and writes files elsewhere.

**Keep out**: making releases (`orchestration.publication`), exports of screens (dashboards).
"""
