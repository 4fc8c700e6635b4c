"""Channels: how what was decided leaves the house. None of them knows the database."""
