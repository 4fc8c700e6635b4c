"""Attachments: pictures and documents of a case, told by content, sealed, named by the journal."""
