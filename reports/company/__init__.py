"""What the pages for one company share."""
