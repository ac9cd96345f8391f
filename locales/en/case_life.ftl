# The life of a case after routing: what offices do with it, and what its resident is told

state-closed = Closed.
state-not-processed = Registered, and not processed.
state-duplicate = Handled together with another case about the same matter.
state-forwarded = Forwarded to the agency outside the city that is competent.
state-short-closed = Closed
state-short-not-processed = Not processed
state-short-duplicate = Duplicate
state-short-forwarded = Forwarded

record-reassigned = Reassigned to the { $office }.
record-redated = The answer is now due on { $due }.
record-extended = The { $office } extended the time to answer until { $due }.
record-forwarded = The { $office } forwarded it to the competent agency outside the city.
record-not-processed-no-content = The { $office } does not process it: it has no concrete content (Administrative Procedure Act art. 173 no. 1).
record-not-processed-no-name = The { $office } does not process it: it has no true name and address (Administrative Procedure Act art. 173 no. 1).
record-not-processed-answered = The { $office } does not process it: the same matter was handled and clearly answered before (Administrative Procedure Act art. 173 no. 2).
record-not-processed-elsewhere = The { $office } does not process it: it was sent to several bodies, and another one is competent (Administrative Procedure Act art. 173 no. 3).
record-duplicate = The { $office } handles it together with another case about the same matter.
record-merged = The { $office } merged it into another case about the same matter; its answer is this one's too.
record-took-in = Another case was merged into this one.
record-answered-too = { $office } answered.
record-closed = The { $office } closed the case.
record-closed-by-time = Closed, for nothing more came after the answer.
record-reopened = The { $office } reopened the case.
record-reopened-by-resident = The resident reopened the case.
record-bounced = A mail to the resident came back: it could not be delivered.
record-auto-replied = A program replied to a mail about this case, such as an out-of-office note.
record-reminded = The { $office } was reminded that the answer is due.
record-passed-on = Mails to an office that has the case do not arrive, so the { $office } has it as well and was told.
record-escalated = The answer is late. The { $office }, which is above the responsible office, was told.
record-noted = Note of the { $office }, for the offices alone.

not-processed-no-content = It has no concrete content (Administrative Procedure Act art. 173 no. 1).
not-processed-no-name = It has no true name and address (Administrative Procedure Act art. 173 no. 1).
not-processed-answered = The same matter was handled and clearly answered before (Administrative Procedure Act art. 173 no. 2).
not-processed-elsewhere = It was sent to several bodies, and another one is competent (Administrative Procedure Act art. 173 no. 3).

suggest-name-not-needed = By law a city need not process a suggestion without concrete content, or without a true name and address (Administrative Procedure Act art. 173). { $city } handles suggestions without a name like all others.
suggest-name-needed = By law a city need not process a suggestion without concrete content, or without a true name and address (Administrative Procedure Act art. 173), and { $city } may go by that. Every suggestion is registered all the same.

desk-not-now = This case has moved on: it is { $state } now. The latest record, of { $at }{ $named ->
        [yes] {" "}by { $by }
       *[no] {""}
    }: { $what } What you typed is still here; please read the handling records before you decide.
desk-stays-here = An enquiry about privacy stays with the office that its notice named.
desk-due-unknown = The public holidays of { $year } are not known yet: this day was counted by weekends alone.
desk-acts = More about this case
desk-goes-on-in = Goes on in
desk-same-matter = Handled with this one
desk-act = { $act ->
        [take-up] Begin work
        [reassign] Reassign to another office
        [forward] Forward outside the city
        [extend] Extend the time to answer
        [not-process] Not process
        [duplicate] Duplicate or merge
        [close] Close
        [reopen] Reopen
        [assign] Assign to a colleague
        [ask] Ask the resident
       *[note] Write a note
    }
desk-act-lead = { $act ->
        [take-up] The resident reads that work has begun.
        [reassign] The other office gets the case at once, by mail and at its desk, and your office no longer has it. The day that the resident was promised stays; where it leaves no time, it becomes the next working day. The resident is told, with your reason.
        [forward] For a case that an agency outside the city is competent for. It gets title, text and place by mail, and the contact details in a mail of its own, if the resident shares them and was told of it. The resident is told who has it, and the case ends here.
        [extend] The resident is told the new day and your reason at once. Once the promised day is over, this is no longer possible.
        [not-process] The case stays registered and in the file, and the resident is told the ground and your reason.
        [duplicate] The case ends here and goes on in the other one. The resident is told so, and nothing of the other case.
        [close] Nothing more is to be done after the answer. The resident can still reopen the case for some days.
        [reopen] The offices that have the case get it again, the time to answer runs anew, and the resident is told, with your reason.
        [ask] The resident is told at once and can reply on the case's page. The day of the answer stays; extend it where that leaves no time.
        [assign] The colleague is told by mail, and finds it at the desk under "Mine". It stands in the file; the resident does not read it.
       *[note] For the offices that have the case. The resident does not read it, but it stands in the file and stays there.
    }
desk-act-button = { $act ->
        [take-up] Begin work
        [reassign] Reassign
        [forward] Forward
        [extend] Extend
        [not-process] Register and not process
        [duplicate] End it here
        [close] Close the case
        [reopen] Reopen
        [assign] Assign
        [ask] Send the question
       *[note] Save the note
    }
desk-act-office = Office
desk-act-agency = Name of the agency
desk-act-address = E-mail of the agency
desk-act-address-hint = An official mailbox. It stands in the file, and the resident reads it.
desk-act-until = New day for the answer
desk-act-until-hint = A working day, later than the one that was promised.
desk-act-ground = Ground
desk-act-of = Reference number of the other case
desk-act-of-hint = Of a case that one of your offices has.
desk-act-merge = Merge: this resident gets the other case's answer too
desk-act-merge-hint = Only where that answer tells nothing about the other resident.
desk-act-words = Note
desk-act-reason = Reason
desk-act-reason-hint = The resident reads it. Name no other people.

done-act-take-up = Noted: work has begun.
done-act-reassign = The other office has the case now, and the resident is told.
done-act-forward = The case was forwarded, and the resident is told.
done-act-extend = The new day stands, and the resident is told.
done-act-not-process = Noted, and the resident is told.
done-act-duplicate = The case goes on in the other one, and the resident is told.
done-act-close = The case is closed.
done-act-reopen = The case is reopened, and the resident is told.
done-act-note = The note was saved.

invalid-office-has-it = This office has the case already.
invalid-due-passed = The promised day is over, so it cannot be extended any more. Please answer, and say what is still to come.
invalid-due-not-later = Please choose a day after the one that was promised.
invalid-due-too-far = Please choose a day within a year.
invalid-due-day-off = Offices do not work on this day. Please choose a working day.
invalid-reference = This is no whole reference number, or one of its digits is mistyped.
invalid-reference-unknown = None of your offices has a case with this number.
invalid-reference-own = This is the case itself.
invalid-reference-duplicate = That case itself goes on in another one. Please write the number of the one in which it goes on.
invalid-merge-promised = Other cases were merged into this one, and their residents were promised its answer. So it can only be merged itself.
invalid-reference-over = That case ended without an answer, so nothing can be merged into it.

reopen-title = Is something still open?
reopen-lead = Until { $until } you can reopen this case. The office gets it anew, and the time to answer runs from then.
reopen-words = What the answer left open
reopen-hint = The office reads it.
reopen-button = Reopen the case
reopen-done = The case is reopened, and the office has been told.

mail-office-because = Why it comes to you now: { $reason }

mail-news-reassigned-subject = { $reference }: another office has your case
mail-news-reassigned-due = The promised day has passed or leaves the new office no time. The answer is now due on { $due }.
mail-news-reassigned = This is { $city }. The { $office } gave your case { $reference } to the { $to }, which is responsible for it.
mail-news-extended-subject = { $reference }: the answer comes later
mail-news-extended = This is { $city }. The { $office } needs more time for your case { $reference } and answers by { $due }.
mail-news-forwarded-subject = { $reference }: your case was forwarded
mail-news-forwarded = This is { $city }. The city is not competent for your case { $reference }. The { $office } forwarded it to { $agency } ({ $address }), which answers you.
mail-news-not-processed-subject = { $reference }: your case is not processed
mail-news-not-processed = This is { $city }. The { $office } does not process your case { $reference }:
mail-news-duplicate-subject = { $reference }: your case is handled with another
mail-news-duplicate = This is { $city }. The { $office } already handles another case about the same matter, and your case { $reference } together with it.
mail-news-merged-subject = { $reference }: your case is handled with another
mail-news-merged = This is { $city }. The { $office } already handles another case about the same matter, and your case { $reference } together with it. You get the answer as well.
mail-news-reopened-subject = { $reference }: your case was reopened
mail-news-reopened = This is { $city }. The { $office } reopened your case { $reference } and answers by { $due }.
mail-news-reason = Reason: { $reason }
mail-news-registered = The case stays registered.
mail-news-with-contact = The contact details that you share went along.
mail-news-without-contact = No contact details went along.

mail-forwarded-subject = { $reference }: a case for your agency
mail-forwarded-why = This is the Suggestion Box of { $city }. The { $office } forwards case { $reference } to your agency, which is competent for it (Administrative Procedure Act art. 172).
mail-forwarded-told = The resident was told that the case is with you now. A further mail brings contact details, if the resident shares them.
mail-forwarded-contact-subject = { $reference }: how the resident can be reached
mail-forwarded-contact-why = The resident of case { $reference }, which we forwarded to you, shares these contact details for it, and for nothing else.

mail-cases-due-subject = { $count ->
        [one] 1 case is due soon
       *[other] { $count } cases are due soon
    }
mail-cases-due-why = This is the Suggestion Box of { $city }. It reminds the { $office }: these cases are due soon.
mail-cases-due-what = Please answer by the promised day. If you need more time, extend it before that day is over, and the resident is told. After it, the office above is told.
mail-cases-late-subject = { $office }: { $count ->
        [one] 1 case is late
       *[other] { $count } cases are late
    }
mail-cases-late-why = This is the Suggestion Box of { $city }. The { $office } has not answered these cases by the promised day.
mail-cases-late-what = Please see to it that the office answers, or give the cases to the office that can. They are on your desk as well; you see contact details only where the resident was told that the office above gets the case.
mail-cases-passed-on-subject = { $office }: { $count ->
        [one] 1 case comes to you as well
       *[other] { $count } cases come to you as well
    }
mail-cases-passed-on-why = This is the Suggestion Box of { $city }. Mails to the { $office } do not arrive, and yours is the fallback office: these cases are yours as well now.
mail-cases-passed-on-what = Please answer them, see to it that the office does, or give them to another. They are on your desk; you do not see contact details where the resident was not told that your office may get the case.
mail-cases-assigned-subject = { $count ->
        [one] 1 case is yours to handle
       *[other] { $count } cases are yours to handle
    }
mail-cases-assigned-why = This is the Suggestion Box of { $city }. Colleagues assigned these cases to you.
mail-cases-assigned-what = Each link opens the case at your desk. What you cannot handle, you can give back there or assign to another colleague.
mail-due-line = { $reference } · { $category } · { $district } · { $left ->
        [0] due today ({ $due })
        [1] due tomorrow ({ $due })
       *[other] due { $due }
    }
mail-due-button = To the desk

# Templates of answers

templates-short = Answer templates
templates-title = Templates of answers
templates-lead = Offices begin an answer with one of these, in the language of the case, and change it as they need.
templates-empty-title = No templates yet
templates-empty-text = Add one for an answer that is given often.
templates-every = For every category
templates-in = { $language ->
        [zh] In Chinese
       *[en] In English
    }
template-new = Add a template
template-edit = Change a template
template-name = Name
template-name-hint = The offices choose by it, such as: pothole filled.
template-language = Language
template-language-hint = It is offered for cases in this language.
template-body = Text
template-body-hint = Of nobody in particular: no names and no numbers of cases.
template-save = Save the template
template-remove = Remove it
template-changed = Somebody else changed this template meanwhile. Your text is still here; save it once more to put it in the other's place.
done-template-kept = The template was saved.
done-template-removed = The template was removed. Answers that began with it stay.
desk-template = Begin with a template
desk-template-hint = It is put below what you have written, and you can change it.
desk-template-button = Put it in

# A case that is not confirmed yet

pending-came-back = The mail to the address you gave was refused. Please put it right.
pending-email = Put the e-mail address right
pending-email-hint = The link goes to this address, and those that we sent before lead nowhere. The time to confirm stays the same.
pending-correct-button = Send it to this address
pending-corrected = The link is on its way to the new address.
pending-drop-lead = Changed your mind? Until you confirm, no office has seen this case. You can erase all of it; that cannot be undone.
pending-drop-button = Erase the case
pending-drop-title = Erase this case
pending-drop-what = Case { $reference } goes at once, with its text, your contact details and its file. This cannot be undone.
pending-drop-sure = Erase the case for good
pending-dropped-title = The case is erased
pending-dropped-text = Case { $reference } is erased with its text, your contact details and its file. Its number and its password lead nowhere now.
invalid-corrected-often = The address of this case was put right several times, so it cannot be changed again. If nobody confirms it, the address is erased when the time has run out, and the suggestion is handled as usual.
record-address-corrected = The e-mail address was put right, and the link sent anew.
