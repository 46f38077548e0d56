"""Second floor: from answers to numbers. Pure: no file, clock, network, screen or hidden generator."""
