"""Races between real connections: collected on PostgreSQL alone (see `tests/conftest.py`)."""
