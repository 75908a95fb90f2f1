"""All pages at once: what each of them must keep."""
