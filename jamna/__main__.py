"""`python -m jamna` is `jamna`."""

from jamna.cli import main

main()
