"""Picture files: kept by their bytes, read and made smaller in a limited helper process."""
