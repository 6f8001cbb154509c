"""What ``conversations.understanding`` knows, from files and rows: loaded, taught, learnt, and what it missed."""
