"""The register of companies, and the other lists that the office keeps."""
