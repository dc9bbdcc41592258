"""`python -m harness_lint` is the command `harness-lint`."""

import sys

if __name__ == "__main__":
    # Python puts the working directory in front of its path: a folder that is being linted would
    # bring modules and plug-ins of its own.
    if not sys.flags.safe_path and sys.path:
        del sys.path[0]
    from harness_lint.cli import main

    raise SystemExit(main())
