"""Languages that tests are written in: each module reads the tests of one, and knows no IDs."""
