"""x"""

from dashboards import frame

here = frame.current()
with here.screen("sales"):
    pass
