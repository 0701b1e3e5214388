"""What the 34 provinces inherit from the 63: members that are missing, history, first year, tests.

A member is one of the 63, a successor one of the 34 that they became on 1 July 2025.
"""
