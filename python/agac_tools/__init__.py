"""The side of agac that runs in Python: it finds, loads and calls the functions of a project."""
