"""`python -m harness_lint` is the command `harness-lint`."""

from harness_lint.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
