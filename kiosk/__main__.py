"""`python -m kiosk`: the same as `ngayhoi`."""

from __future__ import annotations

import sys

from kiosk.cli import main

if __name__ == "__main__":  # a helper process imports this file, and is to start nothing
    sys.exit(main())
