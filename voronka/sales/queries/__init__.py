"""What is read of leads, deals and pipelines."""
