# Personal data that got out: the officer's pages, the letters, the report.
breaches-title = Breaches
breaches-lead = When personal data got out: write down what happened, look at the letters, send them, and report to the supervising authority within { $hours } hours of finding it.
breach-title = Breach of personal data
breach-new = Write down a breach
breach-new-lead = Nothing is sent yet: you see the letters first.
breach-found = Found
breach-found-hint = Day and time in the city, such as 2026-03-02T09:30. The clock runs from then.
breach-happened = What happened
breach-happened-zh = What happened, in Chinese
breach-happened-en = What happened, in English
breach-happened-hint = Those concerned and the supervising authority read it. Name nobody.
breach-done = What was done about it
breach-done-zh = What was done about it, in Chinese
breach-done-en = What was done about it, in English
breach-done-hint = What the city did to stop it and to make it good.
breach-files = Which data
breach-file = { $name }: { $kinds }
breach-whom-label = Whom it concerns
breach-whom = { $whom ->
        [accounts] Everybody with an account
        [accounts-of] Whose account was made between two days
        [cases-of] Whose suggestion was made between two days
       *[cases] The residents of these cases
        [sign-ups] Who is signed up for an event
        [sign-ups-of] Who signed up for any event between two days
        [requests-of] Who asked something about their data between two days
        [guests] Guests who left a public address with a post
        [everybody] Everybody whose address is held here, for whatever matter
    }
breach-event = Number of the event
breach-event-hint = Where it concerns the sign-ups of one event: the number in its address.
breach-from = First day
breach-until = Last day
breach-days-hint = Where it concerns accounts, suggestions, sign-ups or requests of certain days.
breach-references = Numbers of cases
breach-references-hint = One a line, where it concerns certain cases.
breach-no-such-case = One of these is no case's number. Is there a typing error? Nothing was written down.
breach-prepare = Write down and see the letters
breach-due = Report by
breach-clock = { $hours ->
        [0] Less than an hour is left to report it.
        [one] One hour is left to report it.
       *[other] { $hours } hours are left to report it.
    }
breach-clock-late = { $hours ->
        [0] The report is due since less than an hour.
        [one] The report is late by one hour.
       *[other] The report is late by { $hours } hours.
    }
breach-people = Accounts, cases, sign-ups, requests, guests’ posts or unconfirmed addresses concerned
breach-letters = Letters, one to each address
breach-unreachable = { $count ->
        [one] Of one there is no e-mail address; tell that person in another way.
       *[other] Of { $count } there is no e-mail address; tell those people in another way, such as a public notice.
    }
breach-undelivered-mark = Letters did not arrive
breach-undelivered = { $because ->
        [nowhere] Letters that did not arrive, for there is no such address: { $count }
        [late] Letters that no mail server took for days: { $count }
       *[refused] Letters that a mail server refused for good: { $count }
    }
breach-undelivered-what = Tell those people in another way, such as a public notice. What is counted here is what the list of mails keeps, for at most 30 days.
breach-send-note = The letters go out at once, one to each address in its owner's language, and cannot be taken back.
breach-send = { $count ->
        [one] Send one letter
       *[other] Send { $count } letters
    }
breach-sent = Sent
breach-not-sent = Not sent
breach-sending = The letters are being written.
breach-sent-at = { $count ->
        [one] One letter was sent, { $at }.
       *[other] { $count } letters were sent, { $at }.
    }
breach-report-made = Report to the supervising authority
breach-reported = { $at }, { $to }, { $reference }
breach-is-reported = Reported
breach-not-reported = Not reported
breach-report-at = When it was reported
breach-report-to = To whom
breach-report-reference = Reference
breach-report-reference-hint = The number under which the authority keeps it, or that of the city's own letter.
breach-report-button = Write down that it was reported
breach-clock-stopped = It was reported in time.
breach-clock-stopped-late = { $hours ->
        [0] It was reported less than an hour late.
        [one] It was reported one hour late.
       *[other] It was reported { $hours } hours late.
    }
invalid-before-found = This is before it was found.
invalid-event-number = There is no event with this number.
done-breach-reported = The report was written down. The clock has stopped.
invalid-moment = Please write day and time, such as 2026-03-02T09:30.
invalid-future = This is in the future.
invalid-too-many-cases = Please name at most 500 cases, or choose days.
done-breach-prepared = It was written down. Nothing was sent yet.
done-breach-sent = The letters are on their way.
breach-report-title = Report of a breach of personal data
breach-report-lead = To the supervising authority (Personal Data Protection Act art. 12).
breach-report-text = As plain text
breach-report-from = Agency
breach-report-people = How many
breach-report-people-text = { $whom ->
        [accounts] Accounts: { $count }
        [sign-ups] Sign-ups for events: { $count }
        [requests] Requests about personal data: { $count }
       *[cases] Cases of the suggestion box: { $count }
        [guests] Posts of guests with a public address: { $count }
        [registrations] Registrations that wait to be confirmed: { $count }
        [new-addresses] New addresses of accounts that wait to be confirmed: { $count }
        [supports] Supports that wait to be confirmed: { $count }
    }
breach-report-told = How those concerned are told
breach-report-told-sent = By e-mail, { $at }; letters: { $count }
breach-report-told-now = By e-mail, being sent now; letters: { $count }
breach-report-told-not-yet = By e-mail, not sent yet; letters: { $count }
breach-report-contact = Contact
mail-breach-subject = Your personal data at { $city }: something happened
mail-breach-why = { $city } writes to you because personal data got out, found on { $found }, and yours is concerned. { $whom ->
        [accounts] You have an account here.
        [accounts-of] You have an account here.
        [sign-ups] You signed up for an event here.
        [sign-ups-of] You signed up for an event here.
        [requests-of] You asked something about personal data here.
       *[cases] You made a suggestion to the city here.
        [guests] You left your address with a post in the forum.
        [several] You gave the city your e-mail address here.
    }
mail-breach-happened = What happened:
mail-breach-data = Which data:
mail-breach-done = What was done about it:
mail-breach-you = What you can do: be careful with calls and mails that claim to be from the city, and follow no link in them. The city never asks you for a password. If you use the same password elsewhere, change it there.
mail-breach-contact = Questions, and the right to see, correct or erase what is held about you: { $phone }, { $email }.
