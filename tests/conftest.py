"""What all tests share."""

import os

from hypothesis import settings

# The machine may be busy with something else: no test fails for being slow.
settings.register_profile("steady", settings.get_profile("ci" if "CI" in os.environ else "default"), deadline=None)
# For running the core's tests once more without Qt, which is not about the examples.
settings.register_profile("quick", settings.get_profile("steady"), max_examples=5)
settings.load_profile("steady")
