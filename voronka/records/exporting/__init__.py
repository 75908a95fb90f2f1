"""Records as files for other programs: tables, contacts, calendars."""
