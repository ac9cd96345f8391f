# Digests by mail, and what waits too long for review.

digests-title = Digests
digests-forum = Of the forum
digests-forum-now = What you were told and have not seen: { $rhythm }.
digests-cases = Of your own cases
digests-cases-none = None. Where you open a case with its number and password while you are logged on, you can have it told of in your digest.
digests-cases-lead = Your digest tells when something happens to these cases, as often as that of the forum:
case-digest-title = In your digest
case-digest-lead = Your digest by e-mail can tell you when something happens to this case. For that your account keeps that you watch it; nobody but you sees that. How often it comes, your preferences say.
case-digest-on = Your digest tells of this case.
case-digest-off = Your digest tells of this case no more.
case-digest-start = Tell me in my digest
case-digest-stop = Tell me no more
digests-offices = Of your offices' cases
digests-offices-lead = What happened to the cases of an office, by number, category, district and due date. It goes out on the office's working days, and never empty.
digests-rhythm = How often
digests-rhythm-none = Never
digests-rhythm-at-once = At once
digests-rhythm-daily = Daily
digests-rhythm-weekly = Weekly
digests-rhythm-paused = Not now; what happens meanwhile waits
digests-as-office = As the office: { $rhythm }
digests-daily-from = Daily, from { $hour }:00
digests-weekly-from = Weekly, on { $day } from { $hour }:00
digests-weekday = Day, of a weekly one
digests-hour = Hour, of a daily or weekly one
digests-keep = Keep this
done-digests-kept = Your choice is kept.
invalid-digest = Please choose how often, and for a daily or weekly one the hour, for a weekly one the day.
office-digest = Digest for who works for it
office-digest-hint = Each of them can choose otherwise.

mail-staff-digest-subject = { $count ->
        [one] 1 piece of news of your cases
       *[other] { $count } pieces of news of your cases
    }
mail-staff-digest-why = { $city } sends you this digest for your work at the desk. This is new since the last one:
mail-staff-digest-office = { $office } ({ $count })
mail-staff-digest-what = { $what ->
        [new] New
        [reassigned] Reassigned
        [reopened] Opened again
        [replied] The resident wrote
        [assigned] Assigned
        [due] Due soon
        [late] Late
        [redated] Promised for another day
        [answered] Answered
       *[ended] Over
    } ({ $count })
mail-staff-digest-line = { $reference } · { $category } · { $district } · due { $due }{ $times ->
        [1] {""}
       *[other] {" "}· { $times } times
    }
mail-staff-digest-set = How often it comes, you choose here:

mail-own-digest-subject = { $count ->
        [one] 1 piece of news of your own cases
       *[other] { $count } pieces of news of your own cases
    }
mail-own-digest-why = { $city } sends you this digest because you asked for it in your account. This is new in cases that you watch:
mail-own-digest-line = { $reference } · { $category } · { $district } · { $news ->
        [answered] answered
        [asked] the office asks you something
        [reassigned] another office has it now
        [redated] promised for { $due }
        [late] late
        [reopened] opened again
       *[ended] over
    }{ $times ->
        [1] {""}
       *[other] {" "}· { $times } times
    }

mail-review-waiting-subject = { $count ->
        [one] 1 item waits for review
       *[other] { $count } items wait for review
    }
mail-review-waiting-why = { $city } reminds you as a moderator of the review queue. { $count ->
        [one] One item waits there.
       *[other] { $count } items wait there.
    }
mail-review-waiting-oldest = The oldest has waited for { $hours } hours. You get this mail at most once a day.
mail-review-waiting-button = To the review queue
