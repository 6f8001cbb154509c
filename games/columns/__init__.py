"""The catalogue as columns in this process: what a search proposes before the database is asked.

``table`` is pure and answers in numbers, ``reading`` fills it from PostgreSQL, ``at_hand`` keeps it up to date.
Nothing is offered on its word alone: ``games.retrieval`` has the database hold every proposal against the limits.
"""
