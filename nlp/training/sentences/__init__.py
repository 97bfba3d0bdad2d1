"""Single sentences and small mails with what should be read in them; some are promises of the tests as well."""
