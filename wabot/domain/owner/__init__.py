"""The owner's orders: what was heard, plus where we stand, gives what to say and what to do; then what came of it.

heard.py      an order as it was understood
turn.py       one turn: an answer to our question, a new order, or no order at all
asking.py     who comes, who is free, how many: questions that change nothing
booking.py    a visit for a customer
visits.py     moving, cancelling, "did not come": which visit is meant
closing.py    closed time, and time open again
chats.py      silence, and its end
answers.py    the owner answers what we asked
acts.py       what is to be done; dialogue.py what was asked and what can be taken back
decision.py   what a turn comes to before anything is done
report.py     what was done, or why not, and what follows
refusals.py   why the book does not take an order
report_times.py    of closing and opening
notices.py    what the customer reads of it
lines.py      visits, closed time and customers as lines of a list
facts.py      what a turn may know
"""
