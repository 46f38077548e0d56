"""How far the scores can be trusted: scales, and other plausible choices."""
