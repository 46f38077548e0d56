"""Raise flags: rules that a company met, with the answers that met them."""
