"""`python -m emitlib` is `emit`."""

from emitlib.cli import main

if __name__ == "__main__":
    main()
