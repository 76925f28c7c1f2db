"""Practise on a simulated customer."""
