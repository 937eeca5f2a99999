"""A conversation: what was heard, plus where we stand, gives what to say and what to change.

turn.py          one turn: the order in which a message is tried
answers/         the customer answers what we asked, a file a question:
                 service, offer (one of the times offered), when, visit (which one), another (or is it moved),
                 cancelling, whose (of several guests), everything, usual, name, menu, reminder, freed (a time of
                 the waiting list), salon (shall a person be asked?)
requests.py      a message that answers nothing: what it asks for
smalltalk.py     greetings, thanks, and what was not understood

booking.py       a wish becomes an appointment, or the one question that is missing
alternatives.py  free times where what was asked for is no single moment or cannot be had
offers.py        which free times are worth offering
asking.py        how a question is put, and remembered
remarks.py       "earlier?", "somebody else?" about what was offered or booked
cheaper.py       something that costs less
guests.py        who comes: the customer, others with them, or somebody else

changing.py      a visit is to be cancelled, moved or made another: which one?
meant.py         which visits are meant by what was said of them
recent.py        the visit that the conversation was just about
cancelling.py    a visit goes
regret.py        and is wanted back
moving.py        a visit gets another time or person
parting.py       some of its services get another time than the rest
contents.py      a visit gets other services
standing.py      a visit as the wish that would book it

joining.py       a wish goes on the waiting list
waiting.py       onto the waiting list and off it, and what a turn means for who is on it

acquaintance.py  the customer's name, the greeting, the line on privacy
usual.py         what a regular has had before
consent.py       stop and start, and whether customers may be invited
invited.py       the customer answers an invitation
lateness.py      the customer will be late

information.py   prices, lengths, hours, address, "my appointments"
telling.py       what is booked, offered and refused, as it is told
facts.py         what a turn may know and what comes out of it
"""
