"""The checks, a folder per family: each is a module and a page of the same name."""
