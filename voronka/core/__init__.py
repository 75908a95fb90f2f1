"""What has no business words: errors, money, phones, dates, jobs, live events, the embedded database."""
