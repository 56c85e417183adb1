"""x"""

from dashboards import frame

here = frame.current()
with here.screen("quality"):
    pass
