"""``careloop content``: whether a pack is in order, and how what stands in it is shown."""
