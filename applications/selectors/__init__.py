"""What one person may see: the only way a view or an export gets rows."""
