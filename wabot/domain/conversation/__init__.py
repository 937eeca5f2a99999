"""A conversation: what was heard, plus where we stand, gives what to say and what to change.

turn.py         one turn: the answer to our question, or a new request
questions.py    the customer answers what we asked
booking.py      a wish becomes an appointment, or offers
telling.py      what is booked, offered and refused, as it is told
offers.py       which free times are worth offering
changing.py     cancelling and moving a visit
reminded.py     the customer answers a reminder
consent.py      stop and start, and whether customers may be invited
invited.py      the customer answers an invitation
lateness.py     the customer will be late
information.py  prices, hours, address, "my appointments"
facts.py        what a turn may know and what comes out of it
"""
