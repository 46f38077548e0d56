"""The tests; their tree is the product's."""
