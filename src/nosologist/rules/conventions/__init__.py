"""Conventions of the classification (guidelines, Section I.A): ids CM."""
