"""How the database came to its present form; made by Django."""
