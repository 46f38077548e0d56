"""What the programme did and reached: goals, criteria, the second round."""
