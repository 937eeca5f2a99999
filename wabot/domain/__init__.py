"""What a salon is, what may be booked and how a conversation goes: pure, `now` is an argument."""
