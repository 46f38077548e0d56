"""P-values: permutation, bootstrap, and correction for many tests."""
