"""What must hold between the parts of an instrument file.

Each module yields problems, whether or not the parts are well-shaped.
"""
