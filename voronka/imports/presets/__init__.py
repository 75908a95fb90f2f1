"""What the exports of other programs look like: data, a file for each program."""
