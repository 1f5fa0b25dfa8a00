"""What is different today: its sentence in seven languages, its start and its end."""
