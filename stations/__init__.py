"""Where to next: pure rules about demo stations, their queues and the visits people collect."""
