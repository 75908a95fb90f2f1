"""What people type or paste, read into a person, an organization, a deal and a task; no database here."""
