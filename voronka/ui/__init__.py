"""Layout, design tokens, components and the template environment."""
