"""What connections to all databases have."""
