"""A past that never was: people, talks and campaigns of three months, so that a fresh machine has something to show.

All of it hangs on players of origin ``demo``, on campaigns and experiments marked as such, and on the one record in
``record``; nothing real is among it, and ``remove_demo`` takes all of it away again.
"""
