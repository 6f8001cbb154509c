#!/usr/bin/env python
"""Django's command line for Thrum."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thrum_project.settings")
    from django.core.management import execute_from_command_line

    from thrum_project.plain_words import explain

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)  # asked for, so no traceback
    except Exception as error:
        if line := explain(error):
            sys.exit(f"thrum: {line}")
        raise


if __name__ == "__main__":
    main()
