"""Rules that single out a company, and the answers that met them."""
