"""From a workspace's files to results, step by step."""
