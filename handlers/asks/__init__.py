"""Somebody is asked to come to an agent's side: page, join, cover, come."""
