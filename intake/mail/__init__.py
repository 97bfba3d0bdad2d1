"""Mail: fetch it, parse it, cut it."""
