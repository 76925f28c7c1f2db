"""Practice: a simulated customer who calms down only when heard, and what can be said of a try."""
