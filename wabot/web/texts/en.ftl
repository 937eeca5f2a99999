# The owner's page in English.

state-online = Online: customers are being answered
state-starting = Starting
state-connecting = Connecting to WhatsApp
state-pairing = The salon's phone has to be linked
state-reconnecting = WhatsApp is out of reach, trying again
state-deaf = Connected, but messages do not arrive
state-stopped = wabot is stopping
state-replaced = Another program has taken WhatsApp over
state-logged_out = The salon's phone is not linked
state-banned = WhatsApp has blocked the number for a time
state-outdated = wabot needs an update

meaning-starting = Customers will be answered in a moment.
meaning-connecting = This takes a few seconds. What customers write meanwhile is answered afterwards.
meaning-pairing = Customers are not answered until the phone is linked.
meaning-reconnecting = Nothing is lost: what customers write now is answered as soon as the connection is back.
meaning-deaf = wabot has noticed it and connects anew. What customers write meanwhile is answered afterwards.
meaning-stopped = Customers are not answered. What they write waits until wabot is started again.
meaning-replaced = Customers are not answered. wabot does not take WhatsApp back by itself, or the two would push each other out for ever.
meaning-logged_out = Customers are not answered, and wabot does not see what they write.
meaning-banned = Customers are not answered, and wabot can send nothing from this number.
meaning-outdated = Customers are not answered: WhatsApp lets in newer programs only.

remedy-starting = There is nothing to do.
remedy-connecting = There is nothing to do.
remedy-pairing = Take the phone and follow the steps below.
remedy-reconnecting = wabot keeps trying. If it lasts longer than five minutes, check whether this computer has internet.
remedy-deaf = There is nothing to do, it mostly takes less than a minute.
remedy-stopped = If you did not mean to stop it, start it again.
remedy-replaced = First close the other program: it may be a second wabot on another computer. Then press the button.
remedy-logged_out = Press the button; a code appears that you scan with the salon's phone.
remedy-banned = Wait until the ban ends, then press the button. WhatsApp on the salon's phone says more about it.
remedy-outdated = Ask whoever looks after wabot to update it, then press the button.

ban-until = The ban ends: { $day }, at { $time }.
ban-over = By now the ban should be over: press the button.

reason-qr_asked = WhatsApp has been asked for a code to scan.
reason-qr_ran_out = The code was not scanned in time; a new one is on its way.
reason-qr_dropped = The line dropped; a new code is on its way.
reason-no_code = WhatsApp gives no code for this number. Check the number, or scan the square.
reason-first_login = The phone has just been linked; wabot logs in for the first time.
reason-dropped = The line dropped.
reason-flapped = The line drops as soon as it stands. Perhaps another program uses this WhatsApp.
reason-unreachable = WhatsApp cannot be reached from this computer.
reason-refused = WhatsApp does not let wabot in at the moment.
reason-no_answer = WhatsApp does not answer.
reason-silent = WhatsApp does not answer on this line.
reason-no_acknowledgement = WhatsApp did not confirm a message.
reason-nobody_heard = Messages go out, but no phone reports them, and nobody writes.
reason-disk = The disk cannot be written; until it can, WhatsApp keeps what customers write.
reason-nothing_told = The part of wabot that talks to WhatsApp fell silent.
reason-taken_over = A second copy of the program, on this or on another computer, uses the same link.
reason-removed_on_phone = wabot was removed from the linked devices on the phone.
reason-account_gone = According to WhatsApp the phone's account is gone or locked.
reason-ended_unexplained = WhatsApp ended the link without saying why.
reason-ended = WhatsApp ended the link.
reason-unlinked = The phone was unlinked on this page or with a command.
reason-nobody_scanned = Nobody scanned the code in time.
reason-banned_strangers = Too many messages went to people who do not have the salon's number.
reason-banned_blocked = Too many people have blocked the number.
reason-banned_groups = Too many groups were made with people who do not have the salon's number.
reason-banned_same_message = The same message was sent too many times.
reason-banned_broadcast = Too many messages went to a broadcast list.
reason-banned = WhatsApp gave no reason that wabot knows.
reason-old_library = The part of wabot that talks to WhatsApp (neonize) has become too old.
reason-other = The reason stands in the line below.
detail = For whoever looks after wabot: { $detail }

press-replaced = Take WhatsApp back
press-logged_out = Link the phone
press-banned = Connect
press-outdated = Connect
press-reconnecting = Try again now
press-deaf = Try again now

linking = Link the phone
linking-open = Open WhatsApp on the salon's phone.
linking-menu = Tap the menu ⋮ (on an iPhone: Settings) and choose “Linked devices”.
linking-add = Tap “Link a device” and point the phone at the square.
linking-qr = The square to scan with the salon's phone
linking-wait = The code is coming…
linking-renewed = It changes every few seconds, that is as it should be.
code = Code to type on the phone
code-how = On the phone: Linked devices → Link a device → “Link with phone number instead”.
code-instead = The camera does not work? Link by code
code-phone = Number of the salon's phone
code-ask = Get a code

unlink = Unlink the phone…
unlink-meaning = Customers will not be answered until a phone is linked again. Appointments and conversations stay here.
unlink-sure = Yes, unlink the phone

refusal-already_linked = A phone is linked already. To link another one, unlink that first.
refusal-not_connected = That needs a connection to WhatsApp, and there is none at the moment.
refusal-refused = WhatsApp did not do it. You can remove wabot on the phone: WhatsApp → Linked devices.
refusal-invalid_phone = This is not a phone number. Write it with the country code, like +7 916 123-45-67.
refusal-unauthorized = You have been logged out. Open this page by a new link.
refusal-unreachable = wabot does not answer. Is it running?
refusal-other = It did not work. Try again; if it happens again, the log of wabot says why.

notice-where = This is done on wabot's page.
notice-back = WhatsApp is back, and wabot is answering everything that customers wrote meanwhile.
notice-lost = { $when ->
    [today] It was away since { $time }.
    [yesterday] It was away since yesterday, { $time }.
   *[other] It was away since { $date }, { $time }.
}
silent-since = { $when ->
    [today] wabot is silent in all chats since { $time }, as the owner wished. It answers again at the word "work".
    [yesterday] wabot is silent in all chats since yesterday, { $time }, as the owner wished. It answers again at the word "work".
   *[other] wabot is silent in all chats since { $date }, { $time }, as the owner wished. It answers again at the word "work".
}
reading-refused = The new configuration was refused; faults: { $count }
reading-remedy = wabot works by the one before. Mend config.toml and repeat "systemctl reload wabot".
reading-waiting = The new configuration is in force, except what needs a restart: { $keys }.
loops = Chats in which a machine seems to answer: { $count }
loops-remedy = wabot keeps silent there for now, so that two machines do not write to each other for ever. If it is a customer after all, answer from the phone.
unsettled = Messages to look at: { $count }
unsettled-remedy = Open the chat on the phone, and write yourself if the message has not arrived.
unsettled-failed = not sent
unsettled-unknown = perhaps sent
moment = { $when ->
    [today] today at { $time }
    [yesterday] yesterday at { $time }
   *[other] { $date }, { $time }
}
since = { $when ->
    [today] since { $time }
    [yesterday] since yesterday, { $time }
   *[other] since { $date }, { $time }
}

service = Service
staff = Staff
status-booked = booked
status-confirmed = confirmed
status-cancelled = cancelled
status-no_show = did not come
status-done = done
calendar-closed = Closed
calendar-open = Open
counters = { $sent } sent, { $failed } not sent
trouble = Nothing can be written to the disk: { $reason }. Free some space and wabot goes on by itself.
live-lost = The page has lost wabot and keeps trying.
demo = A customer's phone
demo-hint = Write as a customer would: "manicure tomorrow at 5?"
demo-who = Who is writing
demo-names = Olga, Natasha, Peter, Sveta, Marat, Irina, Dima, Alina, Vika, Zoe
demo-add = + customer
demo-fresh = new replies
demo-waits = WhatsApp keeps the message until wabot is back
mishaps = Break something
mishaps-hint = See what becomes of the messages, and how a person mends it.
mishaps-broken = There, it is broken. The button at the top of the page takes it back. Meanwhile write as a customer: nothing is lost.
mishap-replaced = Another program takes WhatsApp over
mishap-reconnecting = Drop the line
mishap-logged_out = Unlink it on the phone
mishap-banned = WhatsApp bans the number
mishap-slow = WhatsApp is slow
demo-message = Message
demo-send = Send
demo-writes = wabot is typing…
log-in = Log in
log-in-hint = Open a one-time link. `wabot login-link` prints one on the salon's machine.
log-in-spent = This link was used already, or is too old.
logged-in = You are logged in.
logged-in-go = Open the salon's page
log-in-password = The salon's password
log-in-wrong = That is not the password.
log-in-wait = Too many wrong tries. Try again in { $seconds } s.

skip = Skip to the content
nav = Pages
nav-day = Day

today = Today
earlier = Previous day
later = Next day
earlier-week = Previous week
later-week = Next week
jump = Go to a date
show = Show
views = View
view-day = Day
view-week = Week
find = Find a customer
add-visit = Book
add-block = Close time
add-opening = Open time
print = Print
staff-all = Staff
free = free
day-off = day off
day-absent = off:
day-free = free
week-free = free
day-visits = { $count ->
    [0] no appointments
    [one] { $count } appointment
   *[other] { $count } appointments
}
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}
nobody-works = Nobody works
extra-hours = + hours
visit-part = part { $part } of { $parts }
cancelled-visits = Cancelled: { $count }

gone = This is gone
gone-why = It is no longer in the book: perhaps it was taken out just now.
back-to-day = To the appointments
new-visit = New appointment
customer-phone = Phone
customer-name = Name
customers-known = Customers you know
services = Services
staff-any = Whoever is free
staff-salon = The whole salon
on-day = Day
start = Start
start-first-service = Choose a service first
start-none = Nothing is free
start-other = Another time
start-clock = Time
show-starts = Show free times
note = Note
note-edit = Note…
note-ours = Only the salon sees it.
notify = Tell the customer in WhatsApp
save = Save
force-book = Book all the same
force-move = Move all the same
force-close = Close around the appointments
when = When
together-with = In the same visit
phone = Phone
act-done = The visit took place
act-no_show = Did not come
move = Move…
move-do = Move
cancel = Cancel…
cancel-do = Cancel the appointment
cancel-part = Only this part of the visit is cancelled, the rest stays.
restore-cancelled = Take the appointment back
restore-done = A mistake: the visit has not taken place yet
restore-no_show = A mistake: the customer came or will come
history = History
change-made = booked
change-moved = moved
change-cancelled = cancelled
change-restored = taken back
change-changed = changed
by-customer = the customer
by-api = a program
by-page = on this page
by-owner = the owner in WhatsApp
from = From
to = To
reason = Reason
about-block = Nobody is booked with that person then.
about-opening = Time beyond the usual hours. Customers are offered it at once. “The whole salon” leaves out who has hours of their own on that day.
remove-block = Open this time again
remove-opening = Take these hours away
unopen-stays = Appointments that are booked then will stay.
find-how = Name or phone number
find-do = Find
found = Found: { $count }
nameless = No name
next-visit = Comes:
last-visit = Last came:

said-booked = Booked.
said-moved = Moved.
said-cancelled = The appointment is cancelled.
said-noted = Saved.
said-kept = Noted.
said-closed = The time is closed.
said-reopened = The time is open again.
said-opened = The time can be booked.
said-unopened = The hours are taken away.
said-told = The customer is written to.
said-gone = It was no longer in the book.

fault-phone = Check the phone number: the whole of it is needed, such as +44 20 7946 0123.
fault-services = Choose at least one service.
fault-start = Choose a time.
fault-name = The name is too long, or has invisible characters in it.
fault-note = The note is too long (there is room for 2000 characters), or has invisible characters in it.
fault-from = Check when it begins.
fault-to = Check when it ends: that must be later than it begins. Time is opened within one day, and closed for a year at most.
fault-staff = Choose who it is about.
fault-reason = The reason is too long: there is room for 200 characters.
fault-other = Something is not filled in right. Check the fields and try again.

refused-in_the_past = That time has gone by. Choose a later one.
refused-too_soon = That is too soon. Choose a later time.
refused-too_far = That is too far ahead. Choose an earlier day.
refused-closed_that_day = { $reason ->
    [none] The salon is closed on { $day }. Choose another day, or book it all the same.
   *[other] The salon is closed on { $day }: { $reason }. Choose another day, or book it all the same.
}
refused-staff_off = { $staff } does not work on { $day }. Choose another day or person, or book it all the same.
refused-nobody_works = Nobody who does this works on { $day }. Choose another day, or book it all the same.
refused-outside_hours = { $staff ->
    [none] It does not fit into the working hours, { $hours } on { $day }. Choose a time within them, or book it all the same.
   *[other] It does not fit into the working hours. { $staff }, { $day }: { $hours }. Choose a time within them, or book it all the same.
}
refused-does_not_fit = These services cannot follow one another from { $time } on. Choose another time.
refused-slot_taken = At { $time } the person, or something the service needs, is taken. Choose another time or person.
refused-guest_busy = The customer has another appointment at { $time }. Move that one, or choose another time.
refused-cannot_do_service = { $staff } does not do that ({ $service }). Choose somebody else, or whoever is free.
refused-nobody_does_all = No one person does all of these services. Book them one by one.
refused-not_begun = The visit begins only at { $time }. What became of it can be noted after that.
refused-already_over = { $status ->
    [done] This visit is noted as having taken place. If that is a mistake, take it back first.
   *[other] This visit is noted as a no-show. If that is a mistake, take it back first.
}
refused-is_cancelled = This appointment is cancelled. Take it back first.
refused-open_already = That time is worked anyway: { $hours }.
refused-visits_stand = There are appointments at that time. Move them, or close the time around them: they will stay.
close = Close
start-not-free = not free

nav-outbox = Outbox
asks = Waiting for a person: { $count }
ask-asked = asks for a person
ask-too_late = wants to cancel or move too late
ask-not_understood = wabot did not understand what they want
ask-late = is late
ask-no_shows = wants to book, and did not come before
ask-failed = wabot failed to answer
ask-settle = Done

mail-trouble = Not sent, or not known: { $count }
mail-doubt = Being found out whether it arrived: { $count }
mail-sending = Being sent: { $count }
mail-queued = Waiting to be sent: { $count }
mail-none = All is sent, nothing waits.
mail-no-older = There are no earlier ones.
mail-older = Earlier ones
mail-latest = To the latest
mail-again = Send again
mail-drop = Do not send…
mail-drop-sure = Yes, do not send it
untold = Programs that could not be told (webhooks)
untold-waiting = Waiting for the next attempt: { $count }.
untold-given-up = Given up: { $count }.
untold-again = Tell it again
words-gone = The words are no longer kept.
waits-turn = It waits for its turn.
waits-line = It goes out when WhatsApp is back.
waits-doubt = It goes out once it is known what became of the message before it.
fate-queued = waiting to be sent
fate-sending = being sent
fate-sent = sent
fate-delivered = delivered
fate-read = read
fate-failed = not sent
fate-unknown = not known whether it arrived
fate-dropped = not to be sent
why-no_whatsapp = This number has no WhatsApp. Reach the customer in another way.
why-refused = WhatsApp did not take the message. Try again later, or write from the phone.
why-file = WhatsApp did not take the file. Try to send it again.
why-no_answer = WhatsApp did not confirm the message: it may have arrived. Look at the chat on the phone before you send it again.
why-interrupted = wabot was stopped while it was being sent: it may have arrived. Look at the chat on the phone before you send it again.
why-failed = The message was not sent. Try again, or write from the phone.
why-unknown = It is not known whether the message arrived. Look at the chat on the phone before you send it again.
said-again = The message is in the queue again.
said-told_again = The program will be told again. If it refuses once more, that is shown here.
said-dropped = The message will not be sent.
said-too_late = Something has happened to this message already, and nothing was changed. Below is how it stands.
said-settled = Noted: no person is needed any more.
said-held = You talk to the customer now, wabot keeps silent in this chat.
said-released = wabot answers the customer again.
said-written = The message is being sent. wabot keeps silent in this chat.
said-unwritten = The message is empty or longer than 4000 characters, and was not sent.
said-no_chat = There is no such chat any more.

nav-chats = Chats
chat = Chat
chats-find = Name or phone number
chats-none = Nobody has written yet.
chats-not-found = Nobody is found.
asks-one = Waits for a person:
held-short = you talk to them { $until }
until = { $when ->
    [today] until { $time }
    [tomorrow] until tomorrow, { $time }
   *[other] until { $date }, { $time }
}
hand-wabot = wabot answers this customer.
hand-held = You talk to this customer, wabot keeps silent { $until }.
hand-silent = wabot is silent in all chats, as the owner wished.
hand-away = WhatsApp is not connected now: what you write goes out when it is back.
hand-take = Take over
hand-back = Hand back to wabot
in-whatsapp = open in WhatsApp
lines = Conversation
lines-all = Show earlier messages
write = Write as the salon
write-meaning = After your message wabot keeps silent in this chat for { $hours } h, or until you hand it back.
by-wabot = wabot
by-salon = salon
by-program = program
kind-voice = voice message
kind-image = picture
kind-sticker = sticker
kind-location = place on the map
kind-document = file
kind-reaction = reaction
kind-call = call
kind-edit = corrected
kind-deletion = deleted
kind-lost = a message that did not arrive
heard = Understood:
heard-nothing = Not understood
heard-something = something
heard-book = book
heard-availability = free times
heard-reschedule = move
heard-cancel = cancel
heard-my_bookings = their appointments
heard-prices = prices
heard-hours = opening hours
heard-address = address
heard-greeting = greeting
heard-thanks = thanks
heard-confirm = yes
heard-decline = no
heard-human = a person
heard-stop = stop writing
heard-late = will be late
heard-choice = option { $number }
heard-last = the last option
heard-without = without: { $what }
heard-guests = people: { $count }
heard-from = from { $time }
heard-to = until { $time }
heard-morning = morning
heard-lunch = lunchtime
heard-afternoon = afternoon
heard-evening = evening
heard-remark-earlier = earlier
heard-remark-later = later
heard-remark-others = other options
heard-remark-other_day = another day
heard-remark-other_staff = somebody else
heard-remark-cheaper = cheaper
heard-remark-plain = the plain one
heard-remark-length = how long it takes
heard-remark-who = who does it
heard-remark-any = anything
heard-remark-last_time = as last time
heard-remark-enough = nothing else
heard-remark-any_day = any day
heard-remark-soonest = the soonest
heard-remark-again = once more
heard-remark-offered = asks whether it is done here
heard-remark-discount = asks about a discount
heard-remark-give = gives the visit to somebody else
heard-remark-may_change = asks whether it can be cancelled later
heard-remark-thinking = wants to think about it
heard-remark-remind = asks about a reminder
heard-remark-restore = wants back what was cancelled
heard-remark-coming = is on the way
heard-remark-at_door = cannot come in
heard-remark-mistake = written by mistake
heard-remark-wrong_number = wrong number
heard-remark-present = asks whether we are here
heard-remark-rude = rude
heard-remark-all = all of it
heard-remark-total = what it all costs
heard-remark-bot = asks whether this is a bot
heard-remark-language = asks about the language
heard-waits-join = onto the waiting list
heard-waits-leave = off the waiting list
heard-waits-drop = no longer wanted
heard-waits-take = takes it
heard-waits-refuse = leaves it to others
phrases = Phrases not understood
phrases-meaning = What customers wrote in the last 30 days and wabot did not understand. Where it is their name for a service or a person, tick the phrases, choose what they mean, and get the line for config.toml.
phrases-none = All that customers wrote in the last 30 days is understood.
phrase-times = times: { $count }
phrase-means = This means
phrase-show = Show the line
teach = To have it understood as “{ $name }”
teach-how = Open config.toml, find { $place } with id = "{ $id }", and put this line in the place of its line of aliases. Words that do not belong can be left out.
teach-line = The line for config.toml
teach-check = Then `wabot check` tells of mistakes; new words count once wabot has read the file: systemctl reload wabot, or start it again.
day-today = today
day-yesterday = yesterday
owner = Owner

figures = How wabot is doing
figure-started = Running
figure-answers = Answers of the last day
figure-delivered = Delivered of the last day
figure-last_heard_at = Last message that came in
figure-last_receipt_at = Last sign of delivery
figure-queue = Waiting
figure-line = Connection, in all
figure-counted = Messages, in all
answers-took = { $p99 ->
    [0] in less than a second
   *[other] mostly in { $median ->
        [0] less than a second
       *[other] { $median } s
    }, 99 % in { $p99 } s
}
delivered-share = { $percent } %
queue-lengths = for an answer { $inbox }, to be sent { $outbox }
line-lost = taken over { $replaced } times, dialled anew { $again } times
linking-left = A new code in, s:

nav-numbers = Numbers
earlier-period = Earlier
later-period = Later
this-month = This month
days-from = From
days-to = To
numbers-wrong = There is no such period. Choose the days of a year at most: first the first one, then the last. Below is this month.
numbers-none = There are no visits on these days.
numbers-all = Booked
numbers-kept = Came
numbers-ahead = To come
numbers-no_show = No-shows
numbers-cancelled = Cancelled
numbers-sum = Sum
numbers-share = { $share }%
numbers-alone = wabot answered alone
numbers-alone-of = { $count ->
    [one] of { $count } conversation
   *[other] of { $count } conversations
}
numbers-by-day = By day
numbers-by-month = By month
numbers-by-staff = By staff
numbers-by-service = By service
numbers-chart = { $kept } came, { $ahead } to come, { $no_show } no-shows, { $cancelled } cancelled
numbers-table-day = Table by day
numbers-table-month = Table by month
day = Day
month = Month
numbers-sheet = Download for the accountant
numbers-sheet-how = CSV: opens in Excel
numbers-how = Counted by the day of the visit. A visit that is over and that nobody marked as a no-show counts as kept. Sums are by the price list of today. A customer who goes to two members of staff has two appointments; by service, each service counts.
numbers-least = “From”: prices “from” are in the sum.
numbers-unpriced = Without a price, and not in the sums: { $count ->
    [one] { $count } service
   *[other] { $count } services
}.
numbers-talks-how = A conversation is all that one customer wrote on a day. wabot led it alone if no person wrote in the chat on that day, nor was called.
sum-least = from { $sum }
outcome-kept = kept
outcome-ahead = to come
outcome-no_show = no-show
outcome-cancelled = cancelled
sheet-visit = Visit
sheet-date = Date
sheet-from = Start
sheet-to = End
sheet-staff = Staff
sheet-service = Service
sheet-customer = Customer
sheet-outcome = Outcome
sheet-price = Price
