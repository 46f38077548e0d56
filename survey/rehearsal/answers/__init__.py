"""What simulated companies answer, faults included."""
