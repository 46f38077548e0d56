"""What each kind of page is made from."""
