"""Starts servers, loads them in turn, and says what was seen. Python's standard library and h2load, no more."""
