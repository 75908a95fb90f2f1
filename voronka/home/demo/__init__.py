"""The demo company: a believable firm that sells warehouse equipment, the same every time, a year up to today."""
