"""Who plays what, as rows: logs come in, neighbours are learnt (``games.collaborative``) and served."""
