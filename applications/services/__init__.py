"""What people do: one keyword-only function each; locks, transition, event, and the rest after the commit."""
