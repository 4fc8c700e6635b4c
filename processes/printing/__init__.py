"""Papers as they are printed: a template of the process version and the answers, as PDF or DOCX."""
