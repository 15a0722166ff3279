"""``python -m nosologist`` is ``noso``."""

import sys

from nosologist.cli import main

sys.exit(main())
