"""What people do with reviews, committees and results: one keyword-only function each."""
