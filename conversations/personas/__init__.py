"""Who speaks, with which words and in which tone: texts, their history, trials and figures."""
