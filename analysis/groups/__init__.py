"""Groups of companies: shares, comparisons, response, weights."""
