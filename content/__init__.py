"""What we say: packs of words that a person who doesn't program may edit."""

from content.loader import CORE, Loaded, load, loaded
from content.models import Content
from content.problems import ContentError, Problem

__all__ = ["CORE", "Content", "ContentError", "Loaded", "Problem", "load", "loaded"]
