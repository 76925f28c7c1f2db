"""Plain values as YAML that ``content.document`` reads back as they were."""

import yaml


def written(value: object) -> str:
    """Return mappings, lists and texts as YAML, in the order in which they come."""
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=1000))
