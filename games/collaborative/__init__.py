"""What people who play one game play too: pure, no ORM. See docs/recommender.md, "Collaborative".

``neighbours`` reckons for each game its neighbours, ``ranker`` learns from held-out plays what their
nearness is worth, ``model`` joins both; ``evaluation`` measures all of it beside its peers.
"""
