"""When we do it: date rules, occurrences that happen once, deliveries that arrive."""
