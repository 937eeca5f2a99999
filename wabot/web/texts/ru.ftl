# Страница владельца по-русски.

state-online = На связи: клиентам отвечают
state-starting = Запускается
state-connecting = Подключается к WhatsApp
state-pairing = Нужно привязать телефон салона
state-reconnecting = Нет связи с WhatsApp, пробует снова
state-deaf = Связь есть, но сообщения не доходят
state-stopped = wabot останавливается
state-replaced = WhatsApp занят другой программой
state-logged_out = Телефон салона не привязан
state-banned = WhatsApp временно заблокировал номер
state-outdated = wabot нужно обновить

meaning-starting = Через мгновение клиентам начнут отвечать.
meaning-connecting = Это занимает несколько секунд. На всё, что клиенты напишут за это время, придёт ответ.
meaning-pairing = Пока телефон не привязан, клиентам никто не отвечает.
meaning-reconnecting = Ничего не теряется: на всё, что клиенты пишут сейчас, wabot ответит, как только связь вернётся.
meaning-deaf = wabot это заметил и подключается заново. На всё, что клиенты напишут за это время, придёт ответ.
meaning-stopped = Клиентам не отвечают. Их сообщения подождут, пока wabot не запустят снова.
meaning-replaced = Клиентам не отвечают. Сам wabot WhatsApp обратно не забирает, иначе программы без конца вытесняли бы друг друга.
meaning-logged_out = Клиентам не отвечают, и wabot не видит, что они пишут.
meaning-banned = Клиентам не отвечают: с этого номера wabot ничего не может отправить.
meaning-outdated = Клиентам не отвечают: WhatsApp пускает только более новые программы.

remedy-starting = Ничего делать не нужно.
remedy-connecting = Ничего делать не нужно.
remedy-pairing = Возьмите телефон и сделайте то, что написано ниже.
remedy-reconnecting = wabot пробует сам. Если это длится дольше пяти минут, проверьте, есть ли на этом компьютере интернет.
remedy-deaf = Ничего делать не нужно, обычно это меньше минуты.
remedy-stopped = Если вы его не выключали, запустите снова.
remedy-replaced = Сначала закройте другую программу: это может быть второй wabot на другом компьютере. Потом нажмите кнопку.
remedy-logged_out = Нажмите кнопку: появится код, который нужно отсканировать телефоном салона.
remedy-banned = Дождитесь конца блокировки и нажмите кнопку. Подробности покажет WhatsApp на телефоне салона.
remedy-outdated = Попросите того, кто настраивает wabot, обновить его, и нажмите кнопку.

ban-until = Блокировка закончится: { $day }, в { $time }.
ban-over = Блокировка уже должна была закончиться: нажмите кнопку.

reason-qr_asked = У WhatsApp запрошен код для сканирования.
reason-qr_ran_out = Код не успели отсканировать, сейчас появится новый.
reason-qr_dropped = Связь прервалась, сейчас появится новый код.
reason-no_code = WhatsApp не даёт код для этого номера. Проверьте номер или отсканируйте квадрат.
reason-first_login = Телефон только что привязан, wabot входит в первый раз.
reason-dropped = Связь прервалась.
reason-flapped = Связь рвётся, едва появившись. Возможно, этим WhatsApp пользуется другая программа.
reason-unreachable = С этого компьютера не удаётся достучаться до WhatsApp.
reason-refused = WhatsApp сейчас не пускает wabot.
reason-no_answer = WhatsApp не отвечает.
reason-silent = WhatsApp перестал отвечать.
reason-no_acknowledgement = WhatsApp не подтвердил сообщение.
reason-nobody_heard = Сообщения уходят, но ни один телефон их не подтверждает и никто не пишет.
reason-disk = На диск не удаётся записать; пока это так, сообщения клиентов ждут в WhatsApp.
reason-nothing_told = Замолчала та часть wabot, которая говорит с WhatsApp.
reason-taken_over = Той же привязкой пользуется вторая копия программы, на этом или другом компьютере.
reason-removed_on_phone = wabot удалили на телефоне из списка связанных устройств.
reason-account_gone = WhatsApp сообщает, что аккаунт телефона удалён или заблокирован.
reason-ended_unexplained = WhatsApp отключил привязку, не объяснив почему.
reason-ended = WhatsApp отключил привязку.
reason-unlinked = Телефон отвязали на этой странице или командой.
reason-nobody_scanned = Код никто не отсканировал вовремя.
reason-banned_strangers = Слишком много сообщений людям, у которых нет номера салона.
reason-banned_blocked = Слишком многие заблокировали номер.
reason-banned_groups = Слишком много групп с людьми, у которых нет номера салона.
reason-banned_same_message = Одно и то же сообщение отправлено слишком много раз.
reason-banned_broadcast = Слишком много сообщений в рассылке.
reason-banned = WhatsApp не назвал причины, которая известна wabot.
reason-old_library = Часть wabot, которая говорит с WhatsApp (neonize), устарела.
reason-other = Причина — в строке ниже.
detail = Для того, кто настраивает wabot: { $detail }

press-replaced = Вернуть WhatsApp сюда
press-logged_out = Привязать телефон
press-banned = Подключиться
press-outdated = Подключиться
press-reconnecting = Попробовать сейчас
press-deaf = Попробовать сейчас

linking = Привязать телефон
linking-open = Откройте WhatsApp на телефоне салона.
linking-menu = Нажмите на меню ⋮ (на айфоне — «Настройки») и выберите «Связанные устройства».
linking-add = Нажмите «Привязка устройства» и наведите камеру на квадрат.
linking-qr = Квадрат, который нужно отсканировать телефоном салона
linking-wait = Код сейчас появится…
linking-renewed = Код меняется каждые несколько секунд, так и должно быть.
code = Код, который нужно ввести на телефоне
code-how = На телефоне: «Связанные устройства» → «Привязка устройства» → «Связать по номеру телефона».
code-instead = Камера не работает? Привязать по коду
code-phone = Номер телефона салона
code-ask = Получить код

unlink = Отвязать телефон…
unlink-meaning = Клиентам не будут отвечать, пока телефон не привяжут снова. Записи и переписка останутся здесь.
unlink-sure = Да, отвязать телефон

refusal-already_linked = Телефон уже привязан. Чтобы привязать другой, сначала отвяжите этот.
refusal-not_connected = Для этого нужна связь с WhatsApp, а сейчас её нет.
refusal-refused = WhatsApp этого не сделал. Можно удалить wabot на телефоне: WhatsApp → «Связанные устройства».
refusal-invalid_phone = Это не номер телефона. Напишите его с кодом страны: +7 916 123-45-67.
refusal-unauthorized = Вход на страницу закончился. Откройте её по новой ссылке.
refusal-unreachable = wabot не отвечает. Он запущен?
refusal-other = Не получилось. Попробуйте ещё раз; если не выйдет снова, причина записана в журнале wabot.

notice-where = Это делается на странице wabot.
notice-back = WhatsApp снова на связи, wabot отвечает на всё, что клиенты написали за это время.
notice-lost = { $when ->
    [today] Связи не было с { $time }.
    [yesterday] Связи не было со вчерашнего дня, с { $time }.
   *[other] Связи не было с { $time }, { $date }.
}
silent-since = { $when ->
    [today] wabot молчит во всех чатах с { $time }: так велел владелец. Снова отвечать он начнёт по слову «работай».
    [yesterday] wabot молчит во всех чатах со вчерашнего дня, с { $time }: так велел владелец. Снова отвечать он начнёт по слову «работай».
   *[other] wabot молчит во всех чатах с { $date }, { $time }: так велел владелец. Снова отвечать он начнёт по слову «работай».
}
reading-refused = Новые настройки не приняты, ошибок: { $count }
reading-remedy = wabot работает по прежним. Исправьте config.toml и повторите команду «systemctl reload wabot».
reading-waiting = Новые настройки приняты. После перезапуска вступит в силу: { $keys }.
loops = Чаты, в которых, похоже, отвечает автомат: { $count }
loops-remedy = Там wabot пока молчит, чтобы два автомата не писали друг другу без конца. Если это живой клиент, ответьте ему с телефона.
unsettled = Проверьте сообщения клиентам: { $count }
unsettled-remedy = Откройте чат в телефоне и напишите сами, если сообщение не дошло.
unsettled-failed = не отправлено
unsettled-unknown = возможно, отправлено
moment = { $when ->
    [today] сегодня в { $time }
    [yesterday] вчера в { $time }
   *[other] { $date }, { $time }
}
since = { $when ->
    [today] с { $time }
    [yesterday] со вчерашнего дня, { $time }
   *[other] с { $date }, { $time }
}

service = Услуга
staff = Мастер
status-booked = записан
status-confirmed = подтверждена
status-cancelled = отменена
status-no_show = не пришёл
status-done = состоялась
calendar-closed = Закрыто
calendar-open = Рабочее время
counters = отправлено { $sent }, не отправлено { $failed }
trouble = Данные не записываются на диск: { $reason }. Освободите место, и wabot продолжит сам.
live-lost = Страница потеряла связь с wabot и пробует снова.
demo = Телефон клиента
demo-hint = Пишите как клиент салона: «можно на маникюр завтра в 5?»
demo-who = Кто пишет
demo-names = Оля, Наташа, Пётр, Света, Марат, Ирина, Дима, Алина, Вика, Зоя
demo-add = + клиент
demo-fresh = новые ответы
demo-waits = WhatsApp держит сообщение, пока wabot не вернётся
mishaps = Что-нибудь сломать
mishaps-hint = Посмотрите, что станет с сообщениями и как это чинит человек.
mishaps-broken = Готово, сломано. Вернуть всё можно кнопкой вверху страницы. А пока напишите как клиент: ничего не пропадёт.
mishap-replaced = Другая программа заберёт WhatsApp
mishap-reconnecting = Оборвать связь
mishap-logged_out = Удалить wabot на телефоне
mishap-banned = WhatsApp заблокирует номер
mishap-slow = WhatsApp тормозит
demo-message = Сообщение
demo-send = Отправить
demo-writes = wabot печатает…
log-in = Вход
log-in-hint = Откройте одноразовую ссылку. Её печатает команда `wabot login-link` на машине салона.
log-in-spent = Эта ссылка уже использована или устарела.
logged-in = Вы вошли.
logged-in-go = Открыть страницу салона
log-in-password = Пароль салона
log-in-wrong = Пароль не подошёл.
log-in-wait = Слишком много неверных попыток. Попробуйте через { $seconds } с.

skip = К содержанию
nav = Страницы
nav-day = День

today = Сегодня
earlier = Предыдущий день
later = Следующий день
earlier-week = Предыдущая неделя
later-week = Следующая неделя
jump = Перейти к дате
show = Показать
views = Вид
view-day = День
view-week = Неделя
find = Найти клиента
add-visit = Записать
add-block = Закрыть время
add-opening = Открыть время
print = Печать
staff-all = Мастера
free = свободно
day-off = выходной
day-absent = не работают:
day-free = свободно
week-free = свободно
day-visits = { $count ->
    [0] записей нет
    [one] { $count } запись
    [few] { $count } записи
   *[many] { $count } записей
}
length = { $hours ->
    [0] { $minutes } мин
   *[other] { $minutes ->
        [0] { $hours } ч
       *[other] { $hours } ч { $minutes } мин
    }
}
nobody-works = Никто не работает
extra-hours = + часы
visit-part = часть { $part } из { $parts }
cancelled-visits = Отменённые: { $count }

gone = Этого уже нет
gone-why = В книге этого больше нет: возможно, это только что убрали.
back-to-day = К записям
new-visit = Новая запись
customer-phone = Телефон
customer-name = Имя
customers-known = Знакомые клиенты
services = Услуги
staff-any = Кто свободен
staff-salon = Весь салон
on-day = День
start = Начало
start-first-service = Сначала выберите услугу
start-none = Нет свободного
start-other = Другое время
start-clock = Время
show-starts = Показать свободное время
note = Заметка
note-edit = Заметка…
note-ours = Её видит только салон.
notify = Сообщить клиенту в WhatsApp
save = Сохранить
force-book = Записать всё равно
force-move = Перенести всё равно
force-close = Закрыть вокруг записей
when = Когда
together-with = В этот же визит
phone = Телефон
act-done = Визит состоялся
act-no_show = Не пришёл
move = Перенести…
move-do = Перенести
cancel = Отменить…
cancel-do = Отменить запись
cancel-part = Отменится только эта часть визита, остальное останется.
restore-cancelled = Вернуть запись
restore-done = Это ошибка: визита ещё не было
restore-no_show = Это ошибка: клиент пришёл или придёт
history = История
change-made = записан
change-moved = перенесена
change-cancelled = отменена
change-restored = возвращена
change-changed = изменена
by-customer = клиент
by-api = программа
by-page = на этой странице
by-owner = владелец в WhatsApp
from = С
to = До
reason = Причина
about-block = В это время к мастеру никого не запишут.
about-opening = Время сверх обычных часов. Клиентам его предложат сразу. «Весь салон» не касается тех, у кого в этот день свои часы.
remove-block = Снова открыть это время
remove-opening = Убрать эти часы
unopen-stays = Записи, которые уже стоят на это время, останутся.
find-how = Имя или телефон
find-do = Найти
found = Найдено: { $count }
nameless = Без имени
next-visit = Придёт:
last-visit = Был визит:

said-booked = Записано.
said-moved = Перенесено.
said-cancelled = Запись отменена.
said-noted = Сохранено.
said-kept = Отмечено.
said-closed = Время закрыто.
said-reopened = Время снова открыто.
said-opened = Время открыто для записи.
said-unopened = Часы убраны.
said-told = Клиенту напишут.
said-gone = Этого в книге уже не было.

fault-phone = Проверьте телефон: нужен номер целиком, например +7 916 123-45-67.
fault-services = Выберите хотя бы одну услугу.
fault-start = Выберите время.
fault-name = Имя слишком длинное или в нём есть невидимые знаки.
fault-note = Заметка слишком длинная (помещается 2000 знаков) или в ней есть невидимые знаки.
fault-from = Проверьте, с какого времени.
fault-to = Проверьте, до какого времени: оно должно быть позже начала. Открыть время можно в пределах одного дня, закрыть — не больше чем на год.
fault-staff = Выберите мастера.
fault-reason = Причина слишком длинная: помещается 200 знаков.
fault-other = Что-то заполнено неверно. Проверьте поля и попробуйте ещё раз.

refused-in_the_past = Это время уже прошло. Выберите более позднее.
refused-too_soon = Это слишком скоро. Выберите время позже.
refused-too_far = Это слишком далеко. Выберите день раньше.
refused-closed_that_day = { $reason ->
    [none] Салон { $day } закрыт. Выберите другой день, или запишите всё равно.
   *[other] Салон { $day } закрыт: { $reason }. Выберите другой день, или запишите всё равно.
}
refused-staff_off = { $day } не рабочий день мастера: { $staff }. Выберите другой день или мастера, или запишите всё равно.
refused-nobody_works = { $day } никто из тех, кто это делает, не работает. Выберите другой день, или запишите всё равно.
refused-outside_hours = { $staff ->
    [none] Это не помещается в рабочие часы: { $day } это { $hours }. Выберите время в них, или запишите всё равно.
   *[other] Это не помещается в рабочие часы. { $staff }, { $day }: { $hours }. Выберите время в них, или запишите всё равно.
}
refused-does_not_fit = С { $time } эти услуги не могут идти одна за другой. Выберите другое время.
refused-slot_taken = В { $time } уже занято: мастер или то, что нужно для услуги. Выберите другое время или другого мастера.
refused-guest_busy = У клиента в { $time } уже есть другая запись. Перенесите её или выберите другое время.
refused-cannot_do_service = { $staff } этого не делает ({ $service }). Выберите другого мастера или «Кто свободен».
refused-nobody_does_all = Никто не делает все эти услуги один. Запишите их по очереди, каждую отдельно.
refused-not_begun = Визит начнётся только в { $time }. Отметить, что с ним стало, можно после этого.
refused-already_over = { $status ->
    [done] Этот визит уже отмечен: состоялся. Если это ошибка, сначала верните запись.
   *[other] Этот визит уже отмечен: клиент не пришёл. Если это ошибка, сначала верните запись.
}
refused-is_cancelled = Эта запись отменена. Сначала верните её.
refused-open_already = Это время и так рабочее: { $hours }.
refused-visits_stand = На это время есть записи. Перенесите их, или закройте время вокруг них: записи останутся.
close = Закрыть
start-not-free = не свободно

nav-outbox = Отправка
asks = Ждут человека: { $count }
ask-asked = просит позвать человека
ask-too_late = хочет отменить или перенести слишком поздно
ask-not_understood = wabot не понял, чего хочет клиент
ask-late = опаздывает
ask-no_shows = хочет записаться, но уже не приходил
ask-failed = у wabot не получилось ответить
ask-settle = Готово

mail-trouble = Не отправлено или неизвестно: { $count }
mail-doubt = Выясняется, дошло ли: { $count }
mail-sending = Отправляется: { $count }
mail-queued = Ждёт отправки: { $count }
mail-none = Всё отправлено, ничего не ждёт.
mail-no-older = Более ранних нет.
mail-older = Более ранние
mail-latest = К последним
mail-again = Отправить ещё раз
mail-drop = Не отправлять…
mail-drop-sure = Да, не отправлять
untold = Программы, которым не удалось рассказать (вебхуки)
untold-waiting = Ждут следующей попытки: { $count }.
untold-given-up = Больше не повторяются: { $count }.
untold-again = Рассказать ещё раз
words-gone = Текст уже не хранится.
waits-turn = Ждёт своей очереди.
waits-line = Уйдёт, когда вернётся связь с WhatsApp.
waits-doubt = Уйдёт, когда выяснится судьба предыдущего сообщения этому клиенту.
fate-queued = ждёт отправки
fate-sending = отправляется
fate-sent = отправлено
fate-delivered = доставлено
fate-read = прочитано
fate-failed = не отправлено
fate-unknown = неизвестно, дошло ли
fate-dropped = решено не отправлять
why-no_whatsapp = На этом номере нет WhatsApp. Свяжитесь с клиентом иначе.
why-refused = WhatsApp не принял сообщение. Попробуйте ещё раз позже или напишите клиенту с телефона.
why-file = WhatsApp не принял файл. Попробуйте отправить ещё раз.
why-no_answer = WhatsApp не подтвердил сообщение: возможно, оно дошло. Посмотрите чат в телефоне, прежде чем отправлять ещё раз.
why-interrupted = wabot остановили во время отправки: возможно, сообщение дошло. Посмотрите чат в телефоне, прежде чем отправлять ещё раз.
why-failed = Сообщение не отправлено. Попробуйте ещё раз или напишите клиенту с телефона.
why-unknown = Неизвестно, дошло ли сообщение. Посмотрите чат в телефоне, прежде чем отправлять ещё раз.
said-again = Сообщение снова в очереди.
said-told_again = Программе расскажут ещё раз. Если она снова не примет, это будет видно здесь.
said-dropped = Сообщение не будет отправлено.
said-too_late = С этим сообщением уже что-то произошло, ничего не изменено. Ниже — как оно сейчас.
said-settled = Отмечено: человек больше не нужен.
said-held = Теперь с клиентом говорите вы, wabot в этом чате молчит.
said-released = Теперь клиенту снова отвечает wabot.
said-written = Сообщение отправляется. wabot в этом чате молчит.
said-unwritten = Сообщение пустое или длиннее 4000 знаков, оно не отправлено.
said-no_chat = Такого чата уже нет.

nav-chats = Чаты
chat = Чат
chats-find = Имя или телефон
chats-none = Пока никто не писал.
chats-not-found = Никто не найден.
asks-one = Ждёт человека:
held-short = с клиентом говорите вы { $until }
until = { $when ->
    [today] до { $time }
    [tomorrow] до завтра, { $time }
   *[other] до { $date }, { $time }
}
hand-wabot = Клиенту отвечает wabot.
hand-held = С клиентом говорите вы, wabot молчит { $until }.
hand-silent = wabot молчит во всех чатах: так велел владелец.
hand-away = Сейчас нет связи с WhatsApp: написанное уйдёт, когда она вернётся.
hand-take = Взять разговор на себя
hand-back = Вернуть разговор wabot
in-whatsapp = открыть в WhatsApp
lines = Переписка
lines-all = Показать более ранние сообщения
write = Написать от имени салона
write-meaning = После вашего сообщения wabot молчит в этом чате { $hours } ч или пока вы не вернёте ему разговор.
by-wabot = wabot
by-salon = салон
by-program = программа
kind-voice = голосовое сообщение
kind-image = картинка
kind-sticker = стикер
kind-location = место на карте
kind-document = файл
kind-reaction = реакция
kind-call = звонок
kind-edit = исправлено
kind-deletion = удалено
kind-lost = сообщение не дошло
heard = Понято:
heard-nothing = Не понято
heard-something = кое-что
heard-book = запись
heard-availability = свободное время
heard-reschedule = перенос
heard-cancel = отмена
heard-my_bookings = свои записи
heard-prices = цены
heard-hours = часы работы
heard-address = адрес
heard-greeting = приветствие
heard-thanks = благодарность
heard-confirm = согласие
heard-decline = отказ
heard-human = нужен человек
heard-stop = не писать
heard-late = опоздает
heard-choice = вариант { $number }
heard-last = последний вариант
heard-without = без: { $what }
heard-guests = человек: { $count }
heard-from = с { $time }
heard-to = до { $time }
heard-morning = утром
heard-lunch = в обед
heard-afternoon = днём
heard-evening = вечером
heard-remark-earlier = раньше
heard-remark-later = позже
heard-remark-others = другие варианты
heard-remark-other_day = другой день
heard-remark-other_staff = другой мастер
heard-remark-cheaper = дешевле
heard-remark-plain = обычный
heard-remark-length = сколько длится
heard-remark-who = кто делает
heard-remark-any = любое
heard-remark-last_time = как в прошлый раз
heard-remark-enough = больше ничего
heard-remark-any_day = любой день
heard-remark-soonest = ближайшее
heard-remark-again = ещё раз
heard-remark-offered = спрашивает, делают ли это здесь
heard-remark-discount = спрашивает о скидке
heard-remark-give = отдаёт запись другому
heard-remark-may_change = спрашивает, можно ли потом отменить
heard-remark-thinking = хочет подумать
heard-remark-remind = спрашивает о напоминании
heard-remark-restore = просит вернуть отменённое
heard-remark-coming = уже в пути
heard-remark-at_door = не может войти
heard-remark-mistake = написано по ошибке
heard-remark-wrong_number = не тот номер
heard-remark-present = спрашивает, здесь ли мы
heard-remark-rude = грубость
heard-remark-all = всё сразу
heard-remark-total = сколько всего
heard-remark-bot = спрашивает, бот ли это
heard-remark-language = спрашивает о языке
heard-waits-join = в лист ожидания
heard-waits-leave = из листа ожидания
heard-waits-drop = уже не нужно
heard-waits-take = берёт
heard-waits-refuse = отдаёт другому
phrases = Непонятые фразы
phrases-meaning = Что клиенты писали за последние 30 дней, а wabot не понял. Если так называют услугу или мастера, отметьте фразы, выберите, что они значат, и получите строку для config.toml.
phrases-none = Всё, что клиенты писали за последние 30 дней, понято.
phrase-times = раз: { $count }
phrase-means = Это значит
phrase-show = Показать строку
teach = Чтобы это понимали как «{ $name }»
teach-how = Откройте config.toml, найдите { $place } с id = "{ $id }" и поставьте эту строку вместо строки aliases, которая там есть. Лишние слова можно убрать.
teach-line = Строка для config.toml
teach-check = Потом «wabot check» скажет, нет ли ошибок; новые слова действуют, как только wabot прочтёт файл: systemctl reload wabot, или перезапустите его.
day-today = сегодня
day-yesterday = вчера
owner = Владелец

figures = Как wabot работает
figure-started = Работает
figure-answers = Отвечает за сутки
figure-delivered = Доставлено за сутки
figure-last_heard_at = Последнее входящее сообщение
figure-last_receipt_at = Последняя отметка о доставке
figure-queue = В очереди
figure-line = Связь за всё время
figure-counted = Сообщения за всё время
answers-took = { $p99 ->
    [0] меньше чем за секунду
   *[other] обычно { $median ->
        [0] меньше чем за секунду
       *[other] за { $median } с
    }, 99 % за { $p99 } с
}
delivered-share = { $percent } %
queue-lengths = ждут ответа { $inbox }, отправки { $outbox }
line-lost = перехватов { $replaced }, переподключений { $again }
linking-left = Код сменится через, с:

nav-numbers = Цифры
earlier-period = Раньше
later-period = Позже
this-month = Этот месяц
days-from = С
days-to = По
numbers-wrong = Такого срока нет. Выберите дни не больше чем за год: сначала первый, потом последний. Ниже — этот месяц.
numbers-none = За эти дни записей нет.
numbers-all = Записей
numbers-kept = Были
numbers-ahead = Будут
numbers-no_show = Не пришли
numbers-cancelled = Отменены
numbers-sum = Сумма
numbers-share = { $share } %
numbers-alone = wabot ответил сам
numbers-alone-of = { $count ->
    [one] из { $count } разговора
   *[other] из { $count } разговоров
}
numbers-by-day = По дням
numbers-by-month = По месяцам
numbers-by-staff = По мастерам
numbers-by-service = По услугам
numbers-chart = { $kept } были, { $ahead } будут, { $no_show } не пришли, { $cancelled } отменены
numbers-table-day = Таблица по дням
numbers-table-month = Таблица по месяцам
day = День
month = Месяц
numbers-sheet = Скачать для бухгалтера
numbers-sheet-how = CSV: открывается в Excel
numbers-how = Считается по дню визита. Визит, который прошёл и которому никто не поставил «не пришёл», считается состоявшимся. Суммы — по сегодняшнему прайсу. Если один клиент пришёл к двум мастерам, это две записи; в таблице по услугам каждая услуга считается отдельно.
numbers-least = «От» — в сумму вошли цены «от».
numbers-unpriced = Без цены, в суммы не вошли: { $count ->
    [one] { $count } услуга
    [few] { $count } услуги
   *[other] { $count } услуг
}.
numbers-talks-how = Разговор — всё, что один клиент написал за день. «Сам» — если в этот день в чате не писал человек и wabot его не звал.
sum-least = от { $sum }
outcome-kept = состоялась
outcome-ahead = впереди
outcome-no_show = не пришёл
outcome-cancelled = отменена
sheet-visit = Визит
sheet-date = Дата
sheet-from = Начало
sheet-to = Конец
sheet-staff = Мастер
sheet-service = Услуга
sheet-customer = Клиент
sheet-outcome = Что с записью
sheet-price = Цена
