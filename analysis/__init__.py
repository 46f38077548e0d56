"""The second floor: from answers to numbers.

It is pure: it sees no file, clock, network or screen, and no random generator but one it is given.
"""
