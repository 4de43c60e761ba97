"""What all tests share."""

import os

from hypothesis import settings

# The machine may be busy with something else: no test fails for being slow.
settings.register_profile("steady", settings.get_profile("ci" if "CI" in os.environ else "default"), deadline=None)
settings.load_profile("steady")
