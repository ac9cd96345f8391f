# Mail that came in: answers that wait to be sent, and mails that are in no case yet.

inbox-title = Mail that came in
inbox-drafts = Answers that wait for you to send them
inbox-drafts-lead = You answered these cases by mail. Open the case, look at the answer, and one click sends it.
inbox-drafts-none = No answer waits for you to send it.
inbox-mails = Mails that are in no case
inbox-lead = It is not certain to which case these mails belong, or who wrote them. Put each into a case, enter it as a new one, or discard it. What nobody handles is deleted after 30 days.
inbox-none = No mail waits
inbox-none-text = Mails that could not be put into a case by themselves appear here.
inbox-subject = Subject
inbox-no-subject = No subject
inbox-from = From
inbox-no-from = Not certain
inbox-at = Came in
inbox-because = Why it is here
inbox-why = { $why ->
        [bulk] It seems to have gone to many.
        [circle] It has gone through more mail servers than a mail that comes straight.
        [closed] The case takes no message or answer now.
        [empty] It holds no new words beside what it quotes.
        [files] A file that came with it is of no kind that is taken, or there are too many, or it is too large.
        [form] It has more parts, or parts lying deeper in each other, than are taken apart: its words stand here as they came. Its files are not taken along; ask its author for them.
        [no-tag] It came to an address that was not made for any case.
        [return] It came to where only reports about mails come back, and the report is not understood.
        [sender] It was not written by whom this address is for.
        [unproven] The mail server did not find that its author's domain sent it.
       *[words] Its words are too long, or hold characters that cannot be shown.
    }
inbox-key-move = Next and previous mail
inbox-key-open = Open the mail
inbox-mail = A mail that came in
inbox-place = Put it into a case
inbox-of-hint = The words become a message of the case's resident, and the office is told. Please make sure first that its resident wrote this.
inbox-words = The message
inbox-words-hint = What was quoted and the signature are left out; change it where that is needed.
inbox-leave-out = Leave out files that are not taken
inbox-place-button = Put it into this case
inbox-not-now = This case takes no message now. Its office can reopen it first, or you enter the mail as a new case.
inbox-enter = Enter it as a new case
inbox-enter-text = The next page has its words, its files and its author's address filled in; nothing is entered before you confirm it there.
inbox-enter-button = Fill the form in
inbox-discard = Discard it
inbox-reason = Reason
inbox-reason-hint = It goes into the register. The mail is deleted at once and cannot be brought back.
inbox-discard-button = Discard this mail
done-inbox-placed = It is in the case now, and the office is told.
done-inbox-discarded = Discarded, and noted in the register.
invalid-mail-files = A file is not taken. Please tick that such files are left out, or enter the mail as a new case.

mail-draft-title = Answers that came by mail
mail-draft-lead = Members of the office answered by mail, and the resident does not have it yet. What was quoted and the signature are left out.
mail-draft-files = Files:
mail-draft-found = Something in it may be personal data; please look at it first:
mail-draft-send = Send this answer
mail-draft-use = Change it in the form below
mail-draft-drop = Do not use it
mail-draft-left-out = The file "{ $name }" is not taken; all the rest is still here.
done-mail-draft-dropped = The answer that came by mail was deleted.

mail-draft-waiting-subject = Your answer to case { $reference } has not been sent yet
mail-draft-waiting-why = This is the Suggestion Box of { $city }. You answered case { $reference } by mail. Your answer is a draft at the case, and the resident does not have it yet.
mail-draft-waiting-what = Open the case and look at the answer; one click sends it. If you did not write it, please choose "Do not use it" there.
mail-draft-waiting-button = To the answer
mail-mails-waiting-subject = { $count ->
        [one] One mail that came in is in no case yet
       *[other] { $count } mails that came in are in no case yet
    }
mail-mails-waiting-why = This is the Suggestion Box of { $city }. { $count ->
        [one] One mail could not be put into a case by itself and waits for your office.
       *[other] { $count } mails could not be put into a case by themselves and wait for your office.
    }
mail-mails-waiting-oldest = The oldest has waited for { $hours } hours. What nobody handles is deleted after 30 days. You get this mail at most once a working day.
mail-mails-waiting-button = To the mail that came in
