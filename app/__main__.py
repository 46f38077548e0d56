"""`python -m app` is `jamna`."""

from app.cli import main

main()
