# The desk: the list of an office's cases, who handles one, several at once, the printable file

desk-view-waiting = Waiting for an answer
desk-view-new = New
desk-view-today = Due today
desk-view-overdue = Overdue
desk-view-mine = Mine
desk-view-answered = Done
desk-search = Find cases
desk-search-hint = A reference number, or words of title and text. Words are looked for in the newest { $count } cases of your own offices, never in contact details.
desk-handler = Handled by
desk-handler-nobody = Nobody in particular
desk-take = I handle it
desk-give-back = Give it back
desk-choose = Choose { $reference }
desk-received = Received
desk-away = The connection is gone. What you typed is still here; please try again.

desk-bulk-title = Do something with those that are ticked
desk-bulk-cases = Ticked cases
desk-bulk-act = What is done
desk-bulk-to = Colleague who handles it
desk-bulk-to-hint = For assigning.
desk-bulk-extend-hint = For extending; a working day, later than the one that was promised.
desk-bulk-button = Do it with each
desk-bulk-told = Done: { $done }. Not done: { $not }.
desk-bulk-done = Done:
desk-bulk-not-now = Not now: it is { $state }.
desk-bulk-elsewhere = It is not on your desk.
desk-bulk-unknown = A case:

desk-contact-show = Show the contact; this is noted
desk-file-open = Case file to print
desk-file-title = Case file { $reference }
desk-file-made = As it was on { $at }. It holds covered personal data: keep the print as you keep the file, and destroy it after use.
desk-file-contact = The contact that the resident shares is left out until you have it shown.
desk-file-looks = Who looked at it

desk-key-move = Next and previous case
desk-key-open = Open the case beside the list
desk-key-choose = Tick the case
desk-key-close = Close the case
desk-key-undo = Give back the case that you handle

record-assigned = Assigned within the { $office } to a colleague:
record-unassigned = No longer handled by this colleague of the { $office }:
record-contact-shown = A member of the { $office } had the contact details shown.

done-act-assign = Noted who handles the case.

invalid-assigned-meanwhile = A colleague has it by now. Please look who handles it before you change that.
invalid-none-chosen = Please tick at least one case.
invalid-too-many-chosen = Please tick at most 50 cases.

desk-view-asked = Waiting for the resident
desk-act-question = What you want to know
desk-act-question-hint = The resident gets it by mail, where an address is confirmed, and reads it with the number and password.
record-asked = The { $office } asked the resident something.
record-replied = The resident replied.
record-added = The resident added something.
done-act-ask = The resident is asked.
mail-news-asked-subject = { $reference }: the office has a question
mail-news-asked = This is { $city }. The { $office } has a question about your case { $reference }:
mail-news-asked-how = Please reply on the case's page, with its number and password. The office goes on meanwhile, and the day of the answer stays.
mail-replied-subject = { $reference }: the resident replied
mail-replied-why = This is an automatic notice of the Suggestion Box of { $city }: the resident of case { $reference } replied to your question.
mail-added-subject = { $reference }: the resident added something
mail-added-why = This is an automatic notice of the Suggestion Box of { $city }: the resident of case { $reference } added something to it.
reply-title = The office has a question
reply-words = Your reply
reply-hint = The office reads it; it stands in the file.
reply-button = Send the reply
reply-done = { $kind ->
        [added] The office has what you added.
       *[replied] The office has your reply.
    }
add-title = Is there something to add?
add-words = What you add
add-button = Add it to the case
add-late = Nothing can be added to this case now
add-instead = { $instead ->
        [confirm] This case waits for its e-mail address to be confirmed. Please follow the link in the mail; then you can add to it.
        [reopen] The office owes no answer any more. You can reopen this case and say there what you wrote here.
       *[anew] This case has ended. Please make a new suggestion; you can name this number in it.
    }
