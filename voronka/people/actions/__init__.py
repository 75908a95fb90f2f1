"""What can be done with clients beyond the making and editing of records."""
