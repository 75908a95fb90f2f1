"""What a hostile or careless person may send, and what a curious one may read."""
