# Giving data to third parties: agreements, approvals, disclosures.
disclosed-field = { $field ->
        [contact-name] Name
        [contact-email] E-mail address
        [contact-phone] Telephone
        [title] Title
        [text] Text
        [place] Place
       *[coordinates] Coordinates
    }
invalid-fields = Please tick at least one.
invalid-personal-data = There seems to be personal data in this. Many will read it: name bodies and purposes, no people.
invalid-before-start = It ends before it begins.
ledger-recipient = { $kind ->
        [agency] Public agency
        [contractor] Contractor of the city
        [research] Research institute
        [investigator] Investigating agency
       *[other] Other third party
    }
ledger-years = Personal data given to third parties
ledger-year = Year
ledger-under-agreements = Under agreements
ledger-for-investigations = For investigations
given-title = Given to third parties
given-lead = Each time somebody outside the city was given data of this case, it stands here.
given-what = { $to } was given: { $fields }.
given-under-agreement = Under an agreement, for this purpose: { $purpose }
given-for-investigation = For an investigation by a legal institution, document: { $document }
agreements-title = Agreements
agreements-lead = Who may be given which data of a case, for what, and until when. Without one, data leaves the city for investigations alone.
agreements-empty-title = There are no agreements
agreements-empty-text = Until there is one, nobody can be given data under an agreement.
agreement-standing = { $standing ->
        [valid] Valid
        [not-yet] Not yet valid
        [expired] Run out
       *[ended] Ended
    }
agreement-days = { $from } to { $until }
agreement-policy = Policy { $version }
agreement-ended-on = Ended { $date }
agreements-public-title = Agreements on giving data
agreements-public-lead = With whom the city has an agreement on giving data of cases: who, what for, which data, from when until when, and under which version of the privacy policy. Those that have ended stay here.
agreements-public-contact = Contact details of a case are given only where its resident was told of agreements beforehand and ticked the box; an e-mail address only once it was confirmed. How often data was given stands in the register:
agreement-end = End now
agreement-new = New agreement
agreement-recipient = Recipient
agreement-kind = Sort of recipient
agreement-purpose = Purpose
agreement-purpose-hint = Public: everybody reads it in the list of agreements. Name no people.
agreement-starts = First day
agreement-ends = Last day
agreement-make = Make the agreement
done-agreement-made = The agreement was made.
done-agreement-ended = The agreement was ended.
approvals-title = Approvals
approvals-lead = When an investigating agency asks for data, one person asks here and another approves or declines. A request waits 30 days for its answer; an approval serves once, for exactly what it names, within 30 days. What concerns a post is asked where moderators act on it.
approvals-empty-title = Nothing waits
approvals-empty-text = Requests that wait, and approvals that can be used, stand here.
approval-state = { $state ->
        [waiting] Waits
        [approved] Approved
        [used] Used
        [declined] Declined
       *[expired] Expired
    }
approval-until = until { $date }
approval-touch = { $act ->
        [hide] Hide the post
       *[mask] Mask the personal data in the post
    }
approval-because = Why not
approval-decline = Decline
approval-declined-because = Declined: { $because }
approvals-ended = Declined and expired
done-approval-declined = The request was declined.
approval-asked-by = Asked by { $name }
approval-same-person = You asked; somebody else must approve.
approval-untold = The investigation forbids telling whom it concerns
approval-untold-now = Whom it concerns is not told
approval-approve = Approve
approval-ask = Ask for an approval
approval-agency = Agency
approval-agency-hint = The court, prosecutors' office or police that asks.
approval-document = Document
approval-document-hint = Its date and number, as on the letter.
approval-ask-button = Ask
done-approval-asked = Your request stands here. Somebody else must approve it.
done-approval-given = The request was approved.
disclosures-title = Disclosures
disclosures-lead = Give data of a case to a third party. It is the only way, and each time stands in the public register.
disclose-fields = Data
disclose-under = On which ground
disclose-under-hint = Agreements that are valid today, and approvals that were not used yet.
disclose-agreement = Agreement: { $recipient } ({ $fields })
disclose-approval = Investigation: { $agency }, { $reference } ({ $fields })
disclose-under-needed = Please choose an agreement or an approval. Nothing was given.
disclose-no-case = There is no case with this number. Is there a typing error? Nothing was given.
disclose-not-yet = The agreement is not valid yet. Nothing was given.
disclose-expired = The agreement has run out or was ended. Nothing was given.
disclose-not-approved = There is no approval for exactly this case and this data, or it was used already. Nothing was given.
disclose-not-named = The agreement does not name this: { $field }. Nothing was given.
disclose-no-consent = No consent stands for this: none was given, or it was withdrawn: { $field }. Nothing was given.
disclose-not-told = The notice that the resident agreed to does not name agreements for this: { $field }. Nothing was given.
disclose-unconfirmed = Nobody confirmed the address, which may be somebody else's: { $field }. Nothing was given.
disclose-not-shared = The resident did not allow sharing this: { $field }. Nothing was given.
disclose-what-follows = The data is shown once. It stands in the register without names, and the resident reads on the case's page who was given what, unless an approver said otherwise.
disclose-show = Give and show
disclose-download = Give as a JSON file
disclosures-made = What was given
disclosures-none = Nothing was given to anybody.
disclosures-day = Day
disclosures-number = Number in the register
disclosures-to = Recipient
disclosures-told = Resident told
disclosures-told-yes = Yes
disclosures-told-no = No
disclosed-title = Data to pass on
disclosed-once = This page is shown once and stored nowhere. What stands here was entered in the register.
disclosed-nothing = The resident gave nothing here.
agreement-change = Change
agreement-withdraw = Withdraw
agreement-change-title = Change an agreement
agreement-change-lead = It is not in force yet. From its first day on it can only be ended.
agreement-change-button = Save the agreement
done-agreement-changed = The agreement was changed.
problem-agreement-in-force = The agreement is in force, has run out, or was ended. It is not changed any more.
problem-agreement-not-yet = The agreement is not valid yet. Nothing was given.
problem-agreement-expired = The agreement has run out or was ended. Nothing was given.
problem-field-not-named = The agreement does not name this field. Nothing was given.
problem-contact-not-shared = The resident did not allow sharing this. Nothing was given.
problem-contact-no-consent = No consent stands for this. Nothing was given.
problem-contact-not-told = The notice that the resident agreed to does not name agreements. Nothing was given.
problem-contact-unconfirmed = Nobody confirmed the address. Nothing was given.
problem-case-restricted = The case is kept without being used. Nothing was given.
problem-not-approved = There is no approval for exactly this, or it was used or its time has ended. Nothing was done.
problem-not-waiting = The request was answered otherwise, or its time has ended.
problem-second-person = Somebody else must do this.
problem-out-of-sight = The post is out of sight already, and an appeal may bring it back. Nothing was done.
problem-nothing-to-mask = There is nothing marked in the post that could be masked. Nothing was done.
