"""News for pages that are open: a bell that every process can ring, and the sockets that hear it (docs/realtime.md)."""
