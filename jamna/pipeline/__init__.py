"""Turn a workspace's files into results, step by step. Nothing here prints."""
