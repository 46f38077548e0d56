"""Who is chosen, stage by stage, and why."""
