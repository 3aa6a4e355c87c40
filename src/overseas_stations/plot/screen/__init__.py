"""The pictures for the screen, drawn with Altair."""
