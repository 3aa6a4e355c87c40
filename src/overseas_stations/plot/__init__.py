"""Pictures of the data."""
