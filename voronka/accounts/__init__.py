"""Users, departments, business units, roles and sign-in."""
