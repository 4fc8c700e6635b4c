"""What we remember: tables, their own invariants and the queries. Rules pass a session through."""
