"""What every room of this floor uses: errors, texts, files, locks, TOML."""
