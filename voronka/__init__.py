"""Voronka, a CRM that joins marketing, sales and service over one client base."""
