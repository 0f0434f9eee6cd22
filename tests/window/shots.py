#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Screenshots of the window on the School example, in both themes, at 1x and 2x."""

import argparse
import os
import sys

from display import Display, missing_tools


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--source", help="what to open instead of the School example")
    given = arguments.parse_args()
    if missing_tools():
        sys.exit("missing: %s" % " ".join(missing_tools()))
    program = os.path.abspath(given.program)
    what = [os.path.abspath(given.source)] if given.source else ["--example", "school"]
    for theme in ("light", "dark"):
        for scale in (1, 2):
            with Display(1440, 900, scale) as display:
                display.open([program, "--theme", theme, *what], "Conjoin")
                display.settle(1)
                display.shot(os.path.join(given.out, "window-%s-%dx.png" % (theme, scale)))


if __name__ == "__main__":
    main()
