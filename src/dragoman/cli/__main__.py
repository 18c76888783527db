"""`python -m dragoman.cli` is the `dragoman` command."""

from dragoman.cli import main

if __name__ == "__main__":
    main()
