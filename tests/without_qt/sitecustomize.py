"""Put this folder on PYTHONPATH and no Qt can be imported, in the process and in those it starts."""

import sys

for name in ("PySide6", "shiboken6", "covenant_monitor_ui"):
    sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say: may not be imported
