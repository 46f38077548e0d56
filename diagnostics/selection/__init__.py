"""Choose companies stage by stage, and say why."""
