"""What people do by hand: each change kept before and after, one act on many rows. For every app above, too."""
