"""What one person may see of reviews, committees and results; the only way a view gets rows."""
