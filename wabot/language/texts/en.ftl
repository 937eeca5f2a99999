# Everything wabot says to customers in English. Any line can be overridden in texts.en.ftl beside config.toml.
# Variables come ready: $when is "tomorrow, November 23, 17:00", $price is "₽1600", lists are lines with numbers.

## Conversation

hello = { $name ->
    [none] Hello! This is { $salon }.
   *[other] Hello { $name }!
}
our-privacy = { $words }
nice-to-meet-you = Nice to meet you, { $name }! { $is_booked ->
    [yes] See you soon.
   *[no] Nothing is booked yet: tell me which time suits you.
}
guest-known = { $name ->
    [none] Got it, thank you.
   *[other] { $name }, lovely.
}
how-can-i-help = I can book, move or cancel a visit for you, and tell you prices and opening hours. What would you like?
take-your-time = Of course, take your time. Nothing is booked until you say so.
see-you = See you then!
you-are-welcome = You're welcome! See you soon.
no-matter = No problem! Just write if you need anything.
we-are-here = Yes, how can I help? I can book, move or cancel a visit, and tell you our prices and opening hours.
all-right = All right. Just write if you need anything.
not-understood =
    Sorry, I didn't quite get that. You can write, for example: "manicure tomorrow at 5 pm", "my appointments", "cancel", "prices" or "call a person".
cannot-tell = I'm afraid I don't know that. { $phone ->
    [none] Write "call a person" and somebody will answer you.
   *[other] Write "call a person", or phone { $phone }.
}{ $chooses ->
    [yes] {" "}You can still choose a time from above.
   *[no] {""}
}
may-ask = I'm afraid I don't know that. Shall I ask our administrator? (yes / no)
i-am-bot = Yes, I'm the salon's bot: I book, move and cancel visits, and I know our prices and hours. If you need a person, write "call a person".
we-speak = Yes, of course, just write in English. Which service would you like, and when?
short-menu =
    Let's keep it simple, just write a number:
    1) book a visit
    2) my visits (move, cancel)
    3) prices
    4) call a person
calm-word = I'm sorry this isn't going well. Please write what you need, or "call a person".
choose-by-number = Please write a number from the list, or say it in your own words.
text-please = Sorry, I can't understand voice messages, photos or stickers yet. Could you write it as text, please?
say-again = Sorry, one of your messages didn't reach me. Could you write it again, please?
call-declined = We don't take calls on this number. Please write what you need and I'll help.
person-called = I've passed it on to our administrator, who will answer you here as soon as possible.
come-to-us = I'm sorry, I can't reach anybody from here. Please come to us: { $address }
call-us = Please call us: { $phone }. They will help you there.
something-went-wrong = Sorry, something went wrong on my side. I've passed your message on to our administrator.

## Booking

booked =
    Done, you're booked:
    { $parts ->
        [none]
            { $service } with { $staff }
            { $when }
       *[other]
            { $day }
            { $parts }
    }
    { $price ->
        [none] We'll tell you the price in the salon.
       *[other] The price is { $price }.
    }
    See you at { $address }
salon-confirms = Our administrator has to confirm this one: { $visit }. It isn't reserved for you yet.
moved =
    Moved. We're now expecting you:
    { $parts ->
        [none]
            { $service } with { $staff }
            { $when }
       *[other]
            { $day }
            { $parts }
    }
changed =
    I've changed your visit. We're now expecting you:
    { $parts ->
        [none]
            { $service } with { $staff }
            { $when }
       *[other]
            { $day }
            { $parts }
    }
    { $price ->
        [none] We'll tell you the price in the salon.
       *[other] The price is { $price }.
    }
already-booked = You already have this visit: { $visit }
ask-which-service =
    Which service would you like?
    { $services }
ask-as-usual = { $often ->
    [yes] { $staff ->
        [none] The usual: { $service }?
       *[other] The usual: { $service } with { $staff }?
    }
   *[no] { $staff ->
        [none] The same as last time: { $service }?
       *[other] The same as last time: { $service } with { $staff }?
    }
}
ask-name = What is your name?
ask-service-again = { $noted ->
    [yes] Noted.{" "}
   *[other] {""}
}{ $services ->
    [none] Which service? Please write its name or its number in the list.
   *[other] Which one: { $services }?
}
too-many-services = { $limit ->
    [one] One visit can have { $limit } service at most. Which one do you need most, and on which day?
   *[other] One visit can have { $limit } services at most. Which ones do you need most, and on which day?
}
then-next = One at a time; { $service } comes next.
ask-offer =
    { $purpose ->
        [move] { $service } (now you have { $was }) can be moved to:
        [extend] { $service }, together it can be:
        [shorten] { $service } can be:
        [swap] { $service } can be had instead:
       *[other] { $service }, these times are free:
    }
    { $offers }
    Which one suits you?
ask-single-offer = { $purpose ->
    [move] { $service }: { $offer } is free (now you have { $was }). Shall I move it?
    [extend] { $service }, together it can be: { $offer }. Shall I book that?
    [shorten] Shall I take this out of your visit: { $dropped }? What stays: { $service }, { $offer }.
    [swap] { $service } instead of { $dropped } can be: { $offer }. Shall I change your visit?
   *[other] { $service }: { $offer } is free. Shall I book it?
}
ask-cheaper = { $services } costs less. Shall I find a time for it?
ask-other-day = { $service }: nothing is free around then. Which other day should I look at?
ask-another-time = All right. Which day and time would suit you?
ask-new-time = Which day and time should I move it to? At the moment you're booked for { $visit }

## When the salon itself changes a visit

booked-by-salon =
    Hello! We have booked you in:
    { $service } with { $staff }
    { $when }
    See you at { $address }
changed-by-salon =
    Hello! We have changed your visit ({ $was }). We're now expecting you:
    { $service } with { $staff }
    { $when }
    If that doesn't suit you, just write to us.
cancelled-by-salon =
    Hello! We're sorry, we had to cancel your visit:
    { $service } with { $staff }
    { $when }
    Write to us and we'll find another time.

## Why not

slot-is-taken = Sorry, { $start } is already taken.
you-are-busy = You already have a visit then: { $visit }
closed-on = { $reason ->
    [none] We're closed { $day }.
   *[other] We're closed { $day }: { $reason }.
}
holiday-on = We're closed { $day }, a public holiday: { $name }.
staff-is-off = { $staff } isn't working { $day }.
nobody-does-it = Nobody who does this ({ $service }) is working { $day }.
not-within-hours = { $staff ->
    [none] { $service } isn't possible then: { $day } we do it { $openings }.
   *[other] { $service } doesn't fit then: { $day } { $staff } works { $openings }.
}
not-together = { $start }: this can't all be done then ({ $service }), as the staff's hours don't allow it.
nothing-free = { $staff ->
    [none] { $days }: { $within ->
        [yes] nothing is free at that time.
       *[no] nothing is free any more.
    }
   *[other] { $days }: { $staff } { $within ->
        [yes] has nothing free at that time.
       *[no] has nothing free any more.
    }
}
past-time = That time has already passed.
too-short-notice = { $minutes ->
    [one] We need at least { $minutes } minute's notice.
   *[other] We need at least { $minutes } minutes' notice.
}
too-far-ahead = Booking is open until { $last }. Which day before that would suit you?
wrong-staff = { $staff } doesn't do this ({ $service }). You can have it with: { $others }.
only-one-does-it = Only one of us does this ({ $service }): { $staff }.
one-after-another = Only { $staff } does this ({ $service }), so I'd book you one after the other. The first visit comes first.
in-a-row = We can't do all of you at the same moment, so I'd book you one after the other, in one visit.
nothing-earlier = { $visit ->
    [none] Sorry, nothing is free any earlier. Would one of the times we have suit you?
   *[other] Sorry, nothing is free any earlier. Your visit stays as it is: { $visit }
}
nothing-later = { $visit ->
    [none] Sorry, nothing is free any later. Would one of the times we have suit you?
   *[other] Sorry, nothing is free any later. Your visit stays as it is: { $visit }
}
nothing-else = Sorry, there are no other free times.
nothing-cheaper = Of its kind this is our best price: { $service }.
no-such-service =
    Sorry, we don't do that ("{ $name }"). What we do:
    { $services }
    If any of it suits you, just write.
not-that = I'm afraid we don't offer this ("{ $name }").
no-such-day = There is no such date in that month; could you check it?
no-such-staff = Nobody called "{ $name }" works here. Our staff: { $staff }.
no-such-visit = You have no such visit.
too-many-visits = { $limit ->
    [one] You already have a visit coming up, and one at a time is the limit. I can move or cancel it.
   *[other] You already have { $limit } visits coming up, which is the limit. I can move or cancel any of them.
}
too-late-to-change = Your visit is so soon that only our administrator can change it: { $visit }

## Your visits

your-visits =
    You're booked for:
    { $visits }
not-been-yet = I can't find a visit of yours before this.
nothing-booked = You have no upcoming visits. Tell me the service and a time that suits you, and I'll book it.
ask-move-or-another =
    You already have a visit: { $visit }. Shall I move it or book one more?
    1) move it
    2) book one more
ask-cancel = Cancel this visit: { $visit }? (yes / no)
ask-cancel-all =
    Cancel all your visits? (yes / no)
    { $visits }
all-cancelled =
    Cancelled:
    { $visits }
    Just write whenever you'd like to come.
ask-whose =
    Cancel all of it? Answer "yes", or with a number for only a part:
    { $visits }
guest-cancelled =
    Cancelled: { $gone }
    Still booked: { $left }
cancelled =
    Cancelled: { $visit }
    Just write whenever you'd like to come.
kept = Good, see you then: { $visit }
unchanged = Unchanged: { $visit }
ask-which-visit = { $purpose ->
    [cancel] Which visit should I cancel?
    [shorten] Which visit should I change?
    [swap] Which visit should I change?
   *[move] Which visit should I move?
}
    { $visits }

## Reminders

reminder =
    { $near ->
        [today] A reminder: we're expecting you today, { $date }.
        [tomorrow] A reminder: we're expecting you tomorrow, { $date }.
       *[far] A reminder of your visit: { $day }.
    }
    { $visits }
    { $answers ->
        [number] Will you come? Reply "yes" or with a number:
    1) I'll come
    2) move it
    3) cancel it
        [word] If you're coming, reply "I confirm" or put a 👍 on this message. If your plans have changed, write "move" or "cancel".
       *[none] See you! If your plans have changed, write "move" or "cancel".
    }
may-be-changed = Yes, a visit can be moved or cancelled right here, { $hours ->
    [0] { $minutes ->
        [0] until it begins
       *[other] up to { $minutes } min before it
    }
   *[other] { $minutes ->
        [0] up to { $hours } h before it
       *[other] up to { $hours } h { $minutes } min before it
    }
}.
will-remind = { $is_booked ->
    [yes] Yes, of course: I'll
   *[no] Nothing is booked yet; once it is, I'll
} remind you the day before{ $hours ->
    [none] {""}
   *[other] {" "}and { $hours } h before the visit
}.
not-reminding = You asked for no reminders. If you change your mind, write "start", and they will come again.
will-you-come =
    Sorry, I didn't quite get that. Your visit: { $visit }
    If you're coming, reply "yes"; if your plans have changed, "move" or "cancel".
confirmed = Thank you for confirming! See you then:
    { $visits }

## Stop and start

will-not-write = All right, I won't send you reminders or invitations any more; if you change your mind, write "start".
will-write-again = { $invites ->
    [yes] All right, I'll remind you of your visits again, and invite you now and then.
   *[no] All right, I'll remind you of your visits again.
}
still-silent = I won't remind you, as you asked; if you'd like me to, write "start".

## After a visit

may-we-invite = May I invite you again now and then, when it's time? Please answer "yes" or "no".
will-invite = Thank you! I'll invite you now and then; if it gets too much, write "stop".
will-not-invite = All right, I won't. Just write if you need anything.
thank-you =
    Thank you for coming!
    { $parts ->
        [none] { $service } with { $staff }
       *[other] { $parts }
    }
    If there's anything you'd like to tell us, just write.
come-again-soon = { $staff ->
    [none] It may be time again: { $service }. Shall I look for a day that suits you?
   *[other] It may be time again: { $service } with { $staff }. Shall I look for a day that suits you?
}

## Being late

staff-know = { $number ->
    [one] Thank you for letting us know! I've told { $staff }; see you soon.
   *[other] Thank you for letting us know! I've told them all ({ $staff }); see you soon.
}
salon-knows = Thank you for letting us know! I've told the salon; see you soon.
may-not-fit = Thank you for letting us know! I'm afraid there may not be enough time for everything then: { $visit }
passed-on-too = All right, I've passed that on too. See you soon!
come-in = Great, we're expecting you!
not-today = Thank you for letting us know! Your next visit isn't today, though: { $visit }. If you need another time, write "move".

## Waiting list

on-waitlist =
    { $again ->
        [yes] You are on the waiting list:
       *[no] I have put you on the waiting list:
    }
    { $awaited }
    { $minutes ->
        [one] When something becomes free, I'll message you and hold it for { $minutes } minute.
       *[other] When something becomes free, I'll message you and hold it for { $minutes } minutes.
    }
too-many-waits =
    You are on the waiting list already:
    { $waits }
    To add another wish, drop one of these: write, for example, "take me off the waiting list".
may-wait = If something becomes free, I can message you: just reply "waiting list".
off-waitlist =
    You are no longer waiting for:
    { $waits }
not-on-waitlist = You are not on the waiting list.
your-waits =
    { $booked ->
        [yes] You are on the waiting list:
       *[no] Nothing is booked yet, but you are on the waiting list:
    }
    { $waits }
still-waiting =
    You are still on the waiting list:
    { $waits }
    If you don't need it any more, write "take me off the waiting list".
freed =
    { $moves ->
        [yes] A time has become free to which your appointment can be moved:
       *[no] A time has become free:
    }
    { $parts ->
        [none]
            { $service } with { $staff }
            { $when }
       *[other]
            { $day }
            { $parts }
    }
    { $until_day ->
        [none] I am holding it for you until { $until }.
       *[other] I am holding it for you until { $until } ({ $until_day }).
    }
    { $takes ->
        [word] If you'd like it, reply "I'll take it" or put 👍 on this message; if not, "give it to someone else".
        [near]
            Shall I book it for you? (yes / no)
            If a little earlier or later suits you better, just write what time.
       *[yes] Shall I book it for you? (yes / no)
    }
passed-on = All right, I'll offer it to others. You are still on the waiting list.
offer-gone = { $stays ->
    [yes] I'm sorry, that time ({ $start }) has been given to someone else. You are still on the waiting list.
   *[no] I'm sorry, that time ({ $start }) has been given to someone else.
}

## Information

visit-prices =
    What your visits come to:
    { $visits }{ $total ->
        [none] {""}
       *[other] {"\u000A"}{ $total } in all.
    }
priced-line = { $visit } – { $price ->
    [none] the price is told in the salon
   *[other] { $price }
}
price-list =
    Our prices:
    { $services }{ $total ->
        [none] {""}
       *[other] {"\u000A"}Together: { $total }.
    }
who-offers = { $service }: with { $staff }.
service-lengths =
    How long it takes:
    { $services }
opening-hours =
    We're open:
    { $hours }
day-hours = We're open { $day }: { $openings }.
staff-hours = { $staff } works { $day }: { $openings }.
whereabouts = You'll find us at { $address }

## Lines of lists

awaited-line = { $staff ->
    [none] { $clock ->
        [none] { $services }, { $days }
       *[other] { $services }, { $days }, { $clock }
    }
   *[other] { $clock ->
        [none] { $services } with { $staff }, { $days }
       *[other] { $services } with { $staff }, { $days }, { $clock }
    }
}
awaited-clock = { $clock ->
    [around] around { $first }
    [from] from { $first } on
    [until] { $last } at the latest
    [between] between { $first } and { $last }
    [morning] in the morning
    [lunch] around lunch
    [afternoon] in the afternoon
   *[evening] in the evening
}
reminder-line = { $parts ->
    [none] { $time } – { $services } with { $staff }
   *[other] { $parts }
}
visit-line = { $parts ->
    [none] { $services } with { $staff }, { $when }
   *[other] { $day }: { $parts }
}
offer-line = { $parts ->
    [none] { $when }, { $staff }
   *[other] { $day }: { $parts }
}
part-line = { $start } { $service } ({ $staff })
service-line = { $price ->
    [none] { $service }
   *[other] { $service }, { $price }
}
length-line = { $service }: { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}
price-from = from { $amount }
day-off = closed
closure-line = { $days }: closed ({ $reason })
opening-line = { $day }: open { $openings }

## To the salon

alert = { $reason ->
    [asked] Customer { $who } asks for a person.
    [too_late] Customer { $who } wants to change a visit that is too soon to change by itself.
    [late] Customer { $who } is running late: { $visit }
    [no_shows] Customer { $who } would like to book: { $visit }. They have missed visits before, so it is for you to decide: put it into the book, or offer another time.
    [not_understood] I can't understand customer { $who }; a person is needed.
   *[failed] Customer { $who } could not be answered because of an error; a person is needed.
}
    Message: "{ $words }"
    { $chat ->
        [none] The chat is on the salon's phone.
       *[other] Chat: { $chat }
    }
loop-stopped =
    A machine seems to answer in the chat with { $who }: the messages repeat themselves. I keep silent there for now. I answer again: { $until }.
    Message: "{ $words }"
    { $chat ->
        [none] The chat is on the salon's phone.
       *[other] Chat: { $chat }
    }
customer-is-late = { $minutes ->
    [none] Customer { $who } is running late: { $visit }
    [one] Customer { $who } will be { $minutes } minute late: { $visit }
   *[other] Customer { $who } will be { $minutes } minutes late: { $visit }
}
    Message: "{ $words }"
visit-booked =
    New visit: { $visit }
    Customer: { $who }{ $note ->
        [none] {""}
       *[other] {"\u000A"}Who comes: { $note }
    }
visit-moved =
    Customer { $who } has moved a visit.
    It was: { $was }
    It is now: { $visit }
visit-rearranged =
    A visit was moved.
    Before: { $was }
    Now: { $visit }
    Customer: { $who }
visit-changed =
    Customer { $who } has changed what a visit is for.
    It was: { $was }
    It is now: { $visit }
visit-cancelled =
    Visit cancelled: { $visit }
    Customer: { $who }
unconfirmed =
    The customer has not answered the reminder: { $visit }
    Customer: { $who }

## To the owner: what they ordered and asked

coming = { $status ->
    [done] { $time } { $services }, { $staff } – { $who }, done
    [no_show] { $time } { $services }, { $staff } – { $who }, did not come
    [confirmed] { $time } { $services }, { $staff } – { $who } ✓
   *[other] { $time } { $services }, { $staff } – { $who }
}
coming-on = { $when }, { $services }, { $staff } – { $who }
closed-time = { $reason ->
    [none] { $opens }–{ $closes } closed, { $staff }
   *[other] { $opens }–{ $closes } taken, { $staff }: { $reason }
}
whole-days = { $day_to ->
    [none] { $day }
   *[other] { $day } – { $day_to }
}
some-hours = { $opens ->
    [none] { $day }, until { $closes }
   *[other] { $closes ->
        [none] { $day }, from { $opens }
       *[other] { $day }, { $opens }–{ $closes }
    }
}
free-hours = { $staff }: { $openings }
waiting-chat = { $link ->
    [none] { $who }
   *[other] { $who } { $link }
}
day-count = { $day }: { $number }
day-agenda =
    { $staff ->
        [none] { $day }:
       *[other] { $day }, { $staff }:
    }
    { $lines }
nobody-comes = { $staff ->
    [none] { $when } – no visits.
   *[other] { $when } – no visits with { $staff }.
}
days-counted = { $lines ->
    [none] { $staff ->
        [none] { $when } – visits: { $number }.
       *[other] { $when }, { $staff } – visits: { $number }.
    }
   *[other] { $staff ->
        [none] { $when } – visits: { $number }.
       *[other] { $when }, { $staff } – visits: { $number }.
    }
    { $lines }
}
next-comes = The next visit: { $when }, { $services }, { $staff } – { $who }.
nobody-next = { $staff ->
    [none] There are no visits to come.
   *[other] { $staff } has no visits to come.
}
who-is-free =
    { $day } – free:
    { $lines }
nobody-is-free = { $staff ->
    [none] { $day } – nobody has any time left.
   *[other] { $day } – { $staff } has no time left.
}
time-closed =
    { $staff ->
        [none] Closed for bookings: { $when }.
       *[other] { $staff } – closed for bookings: { $when }.
    }
    { $visits ->
        [none] Nobody is booked then. Should you change your mind, write "undo".
       *[other] Booked then already:
        { $visits }
    }
time-opened = { $staff ->
    [none] Open for bookings again: { $when }.
   *[other] { $staff } – open for bookings again: { $when }.
}
hours-opened =
    { $staff ->
        [none] Open for bookings: { $when }.
       *[other] { $staff } – open for bookings: { $when }.
    }
    { $others ->
        [none] Should you change your mind, write "undo".
       *[other] Who has hours of their own that day works as usual: { $others }. Open them by name.
    }
hours-to-open = Write the day and the hours, for example "open Sunday from 10 to 15".
nothing-was-closed = { $staff ->
    [none] { $when } – I had not closed anything. The hours are the usual ones.
   *[other] { $when } – I had not closed anything for { $staff }. The hours are the usual ones.
}
time-reserved =
    Without a number this is no visit but time that is taken: { $start }, { $staff } – { $reason }.
    No reminder will go out.
visit-placed =
    Booked: { $services } with { $staff }, { $when }
    Customer: { $who }
visit-shifted =
    Moved: { $visit }
    Before: { $was }
    Customer: { $who }
visit-dropped =
    Cancelled: { $visit }
    Customer: { $who }
visit-restored =
    The visit is in the book again: { $visit }
    Customer: { $who }
did-not-come =
    Noted that the customer did not come: { $visit }
    Customer: { $who }
shall-i-tell = Shall I tell the customer? (yes / no)
shall-i-move-them = { $number ->
    [one] I left the visit as it is. Shall I ask { $number } customer to choose another time? (yes / no)
   *[other] I left the visits as they are. Shall I ask { $number } customers to choose another time? (yes / no)
}
customers-told = { $number ->
    [one] I wrote to { $number } customer.
   *[other] I wrote to { $number } customers.
}
nobody-told = All right, I write to nobody.
all-the-same = Take that time all the same? (yes / no)
left-as-it-was = All right, I left it as it was.
whose-number = { $name } – I know nobody of that name. Send me the phone number, or write "no number".
is-it-them = Is it { $who }? Answer "yes", send another number, or write "no number".
which-of-them =
    Which of them?
    { $people }
for-which-service =
    For which service?
    { $services }
for-which-time = For which day and hour?
which-of-visits =
    Which of the visits?
    { $visits }
is-it-that-visit =
    I found this one: { $visit }
    Is it that one? (yes / no)
where-to-shift =
    Now it is: { $visit }
    To which day and hour shall I move it?
no-visit-there = There is no such visit in the book.
no-such-chat = I have no chat with that person. Send me the whole number.
which-days-to-close = { $staff ->
    [none] Which day shall I close?
   *[other] { $staff } – which days shall I close?
}
which-hours = Write the hours, for example "close tomorrow from 15" or "close tomorrow from 12 to 14".
time-is-held = { $clashes ->
    [none] { $start } – the time is taken.
   *[other] { $start } – the time is taken:
    { $clashes }
}
customer-is-busy = { $start } – the customer has another visit then.
not-begun-yet = The visit has not begun yet ({ $start }). I can note it once it has.
over-already = That visit is over; it can be neither moved nor cancelled.
cancelled-already = That visit is cancelled.
nobody-does-them-all = No one person does all of these services. Book them one by one.
cannot-do-it = { $staff } does not do that ({ $service }).
silent-now = { $who ->
    [none] I keep silent in all chats. Reminders and notices go out as ever. Write "work" to have me answer again.
   *[other] I keep silent in the chat with { $who }. I answer again: { $until }, or earlier if you write "work with" and the number.
}
talking-to = I answer in the chat with { $who } again.
talking-again =
    I answer customers again.
    { $waiting ->
        [none] Nobody was left without an answer.
       *[other] Left without an answer:
        { $waiting }
    }
how-it-stands =
    { $since ->
        [none] I am working and answer customers.
       *[other] I am silent in all chats. It began: { $since }. I answer again at the word "work".
    }
    Visits today: { $today }, tomorrow: { $tomorrow }.
    { $failed ->
        [0] No message failed.
       *[other] Messages that may not have arrived: { $failed }; they are on wabot's page.
    }
    { $held ->
        [none] There are no chats in which you answer yourselves.
       *[other] Chats in which you answer yourselves:
        { $held }
    }
nothing-to-undo = There is nothing to undo.
one-by-one = That is several things at once, and I might mix them up. Write each in a message of its own; I have changed nothing yet.
what-you-can-say =
    Ask: "who's today", "tomorrow at Anna's", "who's free on Friday", "how many visits this week", "status".
    Visits: "book +7… Lena for a manicure tomorrow at 5", "move Olga's 15:00 to 17", "cancel 15:00 with Olga", "Lena didn't come".
    Time: "close 30 November", "Anna is sick until Wednesday", "open Sunday 10-15".
    Me: "be quiet", "work", "mute +7…", "undo".
only-your-day = I can show you your own day only: "what do I have tomorrow".
cannot-take-you =
    Hello! I am sorry, we cannot take you at that time:
    { $visit }
    To which day and time shall we move it?
