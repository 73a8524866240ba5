"""Search: a grammar of our own, and engines that answer it."""
