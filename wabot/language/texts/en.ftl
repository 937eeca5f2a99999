# Everything wabot says to customers in English. Any line can be overridden in texts.en.ftl beside config.toml.
# Variables come ready: $when is "tomorrow, November 23, 17:00", $price is "₽1600", lists are lines with numbers.

## Conversation

hello = Hello! This is { $salon }.
how-can-i-help = I can book, move or cancel a visit for you, and tell you prices and opening hours. What would you like?
you-are-welcome = You're welcome! See you soon.
all-right = All right. Just write if you need anything.
not-understood =
    Sorry, I didn't quite get that. You can write, for example: "manicure tomorrow at 5 pm", "my appointments", "cancel", "prices" or "call a person".
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
ask-which-service =
    Which service would you like?
    { $services }
too-many-services = { $limit ->
    [one] One visit can have { $limit } service at most. Which one do you need most, and on which day?
   *[other] One visit can have { $limit } services at most. Which ones do you need most, and on which day?
}
ask-offer =
    { $purpose ->
        [move] { $service } can be moved to:
        [extend] { $service }, together it can be:
       *[other] { $service }, these times are free:
    }
    { $offers }
    Which one suits you?
ask-single-offer = { $purpose ->
    [move] { $service }: { $offer } is free. Shall I move it?
    [extend] { $service }, together it can be: { $offer }. Shall I book that?
   *[other] { $service }: { $offer } is free. Shall I book it?
}
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
nothing-booked = You have no upcoming visits. Tell me the service and a time that suits you, and I'll book it.
ask-cancel = Cancel this visit: { $visit }? (yes / no)
cancelled =
    Cancelled: { $visit }
    Just write whenever you'd like to come.
kept = Good, see you then: { $visit }
ask-which-visit = { $purpose ->
    [cancel] Which visit should I cancel?
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
will-you-come =
    We're expecting you: { $visit }
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
not-today = Thank you for letting us know! Your next visit isn't today, though: { $visit }. If you need another time, write "move".

## Information

price-list =
    Our prices:
    { $services }
opening-hours =
    We're open:
    { $hours }
day-hours = We're open { $day }: { $openings }.
staff-hours = { $staff } works { $day }: { $openings }.
whereabouts = You'll find us at { $address }

## Lines of lists

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
        [none] { "" }
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
    Customer: { $who }
visit-moved =
    Customer { $who } has moved a visit.
    It was: { $was }
    It is now: { $visit }
visit-cancelled =
    Visit cancelled: { $visit }
    Customer: { $who }
unconfirmed =
    The customer has not answered the reminder: { $visit }
    Customer: { $who }
