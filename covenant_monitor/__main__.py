"""`python -m covenant_monitor`: the command line alone, without the window."""

import sys

from covenant_monitor.cli import main

sys.exit(main())
