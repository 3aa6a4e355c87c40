"""The pictures for paper, drawn with Matplotlib."""
