"""How an answer is worded: voices, texts, parts, what was heard, first words and first questions."""
