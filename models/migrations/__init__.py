"""Migrations, in order; models.schema runs them."""
