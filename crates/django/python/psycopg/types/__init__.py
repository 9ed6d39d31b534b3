"""Wrappers that say as what type a value is sent."""
