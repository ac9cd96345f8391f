# What people are told where data is collected. Whoever changes a text here raises its
# version in src/privacy/notices.rs: consents name the version that was read.

notice-title = How we use your data
notice-changed = The notice on how we use your data has changed since you opened this page. Please read it again below; everything you typed is still here.
notice-label-who = Who collects it
notice-label-purpose = What for
notice-label-kinds = Which data
notice-label-long = For how long
notice-label-where = Where
notice-label-receivers = Who receives it
notice-label-rights = Your rights
notice-label-refuse = If you would rather not

notice-registration-who = { $city }
notice-registration-purpose = Running your account: letting you log on, mailing you about it, and showing who wrote a post.
notice-registration-kinds = E-mail address (sealed), password (as a hash only), public name, language, the days on which you logged on and last used each session, and what you set up yourself: preferences, watched topics with the notifications about them, bookmarks, reactions, drafts, second factors, a link to the city's single sign-on, and tokens for programs (with the day of their last use). Of a poll only a mark that leads to nobody. In the list of personal-data files: { $kinds }.
notice-registration-long = As long as the account exists. Of it, what happened to the account (log-on, changed password) stays { $account_events } days, a notification { $notifications } days, a draft { $drafts } days after you last worked on it, a session and a mailed link until they expire. A registration or a new address that is not confirmed is deleted after 24 hours.
notice-registration-where = On the city's own servers. The public name can be read from anywhere.
notice-registration-receivers = Nobody but you. The public name: everybody.
notice-registration-rights = You may ask to see, copy, correct or delete your data, or that we stop using it: in your account, by calling { $phone } or by writing to { $email }. You can withdraw your consent there at any time.
notice-registration-refuse = Then there is no account. Everything that needs none stays open to you.

notice-guest-post-who = { $city }
notice-guest-post-purpose = Showing who wrote the post and how you can be reached.
notice-guest-post-kinds = The name and, if you give one, the e-mail address that you publish with the post, and what you write. In the list of personal-data files: { $kinds }.
notice-guest-post-long = As long as the post stands.
notice-guest-post-where = On the city's own servers; what is published can be read from anywhere.
notice-guest-post-receivers = Everybody. What you publish in the forum is not covered by the privacy policy.
notice-guest-post-rights = After posting you are shown a key, with which you can edit, mask or withdraw the post and take back the address at any time. You may also ask to see, correct or delete what is held about you: call { $phone } or write to { $email }.
notice-guest-post-refuse = The e-mail address is optional, and the name may be a nickname.

notice-suggestion-who = { $city }
notice-suggestion-purpose = To handle and answer this suggestion.
notice-suggestion-kinds = The suggestion you write, with its place, the coordinates and the files you add, and the name, e-mail address and telephone number you choose to give. In the list of personal-data files: { $kinds }.
notice-suggestion-long = A case is an official record and is kept for { $years } years after it has ended, as the records schedule says. Contact details go earlier when you withdraw your consent, and an address that is not confirmed within { $days } days is erased.
notice-suggestion-where = On the city's own servers; contact details are stored encrypted.
notice-suggestion-receivers = The responsible office, and those with whom the city has an agreement, listed with purpose and data at { $agreements }. Where the answer is late, the office above the responsible one gets the case too, and where mails do not reach the responsible one, the office that takes what no other is responsible for. Where the city is not competent, the case is forwarded to the agency outside it that is, and you are told. Your contact details reach any of these only if you tick the box, and your e-mail address reaches those outside the city only once you have confirmed it. Beyond that, only a legal institution that investigates by due process.
notice-suggestion-rights = You may see, copy and correct your data, and have its use stopped or have it erased: telephone { $phone }, e-mail { $email }. On the page of your case you can withdraw your consent to being contacted at any time.
notice-suggestion-refuse = The suggestion is handled all the same; we only cannot notify you.

notice-enquiry-who = { $city }
notice-enquiry-purpose = To answer your enquiry about the privacy policy, the collection and use of data, or a change of your data.
notice-enquiry-kinds = The enquiry you write, and the name, e-mail address and telephone number you choose to give. In the list of personal-data files: { $kinds }.
notice-enquiry-long = An enquiry is an official record and is kept for { $years } years after it has ended, as the records schedule says. Contact details go earlier when you withdraw your consent, and an address that is not confirmed within { $days } days is erased.
notice-enquiry-where = On the city's own servers; contact details are stored encrypted.
notice-enquiry-receivers = The responsible office, here the privacy office, with the contact details that you give. What you wrote, and never your contact details, may also go to those with whom the city has an agreement, listed with purpose and data at { $agreements }. Beyond that, only a legal institution that investigates by due process.
notice-enquiry-rights = You may see, copy and correct your data, and have its use stopped or have it erased: telephone { $phone }, e-mail { $email }. On the page of your case you can withdraw your consent to being contacted at any time.
notice-enquiry-refuse = The enquiry is answered all the same; you then read the answer with the reference number and the case password.

notice-policy-mail-who = { $city }
notice-policy-mail-purpose = To mail you when the privacy policy has a major revision, and for nothing else.
notice-policy-mail-kinds = The e-mail address of your account, and the day on which you asked for these mails.
notice-policy-mail-long = Until you switch the mails off.
notice-policy-mail-where = On the city's own servers; the address is stored encrypted.
notice-policy-mail-receivers = Nobody but you.
notice-policy-mail-rights = You can switch the mails off in your account at any time, and every mail says how. Questions: telephone { $phone }, e-mail { $email }.
notice-policy-mail-refuse = Then there are no mails. Major revisions are announced on every page for a month all the same.

notice-about-me-who = { $city }
notice-about-me-purpose = To look at what you say about the post, and to tell you what came of it.
notice-about-me-kinds = Your e-mail address, and what you write. In the list of personal-data files: { $kinds }.
notice-about-me-long = The address until the answer is sent; mails to you until they are delivered, one that cannot be delivered for seven days; the rest { $years } years after the request is closed. If you do not follow the link within three days, all of it is deleted.
notice-about-me-where = On the city's own servers; address and words are stored encrypted.
notice-about-me-receivers = The privacy officer alone. Neither the post's author nor a moderator reads your words or learns your address.
notice-about-me-rights = You may see, copy and correct your data, and have its use stopped or have it erased: telephone { $phone }, e-mail { $email }. A link in the mail that we send you withdraws the request at any time before it is answered; address and words are then erased at once.
notice-about-me-refuse = Without an address that you confirm the request cannot be looked at here; you can call us instead.

notice-reading-who = { $city }
notice-reading-purpose = Showing you which posts you have not read, and leading you to the first of them; nothing else.
notice-reading-kinds = Up to which post you have read in a topic or on a board. The place only, no time. In the list of personal-data files: { $kinds }.
notice-reading-long = Until you switch it off; then all of it is erased.
notice-reading-where = On the city's own servers. Nothing is stored on your device.
notice-reading-receivers = Nobody but you. Statistics do not count it.
notice-reading-rights = You can see, export and erase it in your account at any time. Questions: telephone { $phone }, e-mail { $email }.
notice-reading-refuse = Then it is not remembered what you read. Everything else in the forum works as before.

notice-flag-who = { $city }
notice-flag-purpose = To look at what you report, and to tell you in the site what came of it if you have an account.
notice-flag-kinds = The reason that you choose, what you write, and with an account that it was you. In the list of personal-data files: { $kinds }.
notice-flag-long = Until { $flags } days after a moderator has decided.
notice-flag-where = On the city's own servers; what you write is stored encrypted.
notice-flag-receivers = The moderators, who are told whether you are a member or a guest and not who. Whoever wrote what you report is told nothing of you.
notice-flag-rights = With an account you see, export and take back what you wrote there, and you see on which days it was read. Without one nothing leads from the flag to you, and we cannot find it again. Questions: telephone { $phone }, e-mail { $email }.
notice-flag-refuse = The words are optional: you can send the reason alone.

notice-publication-who = { $city }
notice-publication-purpose = Letting everybody read and discuss your suggestion and the office's answer.
notice-publication-kinds = The title and the words as you publish them and, if you give one, a name; and of the case its category, its district, the offices that handle it, the days on which it was received and answered, and where it stands; where it came out of a topic of the forum, both lead to each other. Your contact details and the reference number are never published. In the list of personal-data files: { $kinds }.
notice-publication-long = Until you take it back, and at the longest as long as the case is kept: { $years } years after it has ended.
notice-publication-where = On the city's own servers; what is published can be read from anywhere.
notice-publication-receivers = The responsible office, and everybody. What you publish in the forum is not covered by the privacy policy.
notice-publication-rights = You can change, mask or take back what is published at any time, with the reference number and the case password. You may also ask to see, correct or delete what is held about you: call { $phone } or write to { $email }.
notice-publication-refuse = Then nobody but the office reads your suggestion. It is handled in the same way and as fast.

notice-support-who = { $city }
notice-support-purpose = Counting your support of this suggestion once; nothing else.
notice-support-kinds = Your e-mail address until you confirm it; then a keyed hash in its place, from which nobody reads an address, and a hash of the link that takes your support back. In the list of personal-data files: { $kinds }.
notice-support-long = The address until you confirm it, { $days } days at most; the mail to you until it is delivered, one that cannot be delivered for seven days. The hashes until you take your support back or the suggestion is no longer published.
notice-support-where = On the city's own servers; the address is stored encrypted. Nothing is stored on your device.
notice-support-receivers = Nobody but you. Everybody sees how many support the suggestion.
notice-support-rights = A link in the mail takes your support back at any time; what is held of it is then erased. You may also see, copy and correct your data, and have its use stopped or have it erased: telephone { $phone }, e-mail { $email }.
notice-support-refuse = Then your support cannot be counted here. Everything else on this site works as before.

consent-title = What you agreed to
consent-lead = Each consent with the notice that was shown then. You can withdraw it as easily as you gave it.
consent-none = Nothing yet.
consent-of-registration = Your account
consent-of-guest-post = Public e-mail address of a post
consent-of-suggestion = Contact details of a suggestion
consent-of-enquiry = Contact details of an enquiry
consent-of-event-sign-up = Sign-up for an event (withdrawing cancels it)
consent-of-policy-mail = Mails about major revisions of the privacy policy
consent-of-reading = How far you have read
consent-of-flag = What you wrote in a flag (withdrawing erases it; the flag stays)
consent-of-publication = Publishing a suggestion
consent-of-about-me = Address for the answer to a request
consent-of-support = Address for supporting a suggestion
consent-given = given { $date }
consent-withdrawn = withdrawn { $date }
consent-by-duty = The city holds this because of its duties, not by consent.
consent-notice-version = notice { $notice }, policy version { $policy }
consent-withdraw = Withdraw
consent-erase = Withdraw by erasing the account

policy-mails-title = Mails about the privacy policy
policy-mails-on = You are mailed when the privacy policy has a major revision.
policy-mails-off = You are not mailed about revisions of the privacy policy.
policy-mails-start = Mail me about major revisions
policy-mails-stop = Stop these mails
policy-mails-stop-title = No more mails about the privacy policy
policy-mails-stop-lead = One press, and you are mailed about revisions of the privacy policy no more. Every version stays on the page of the policy.
policy-mails-stop-done = You are mailed about revisions of the privacy policy no more. You can ask for these mails again in your account.
policy-mails-stop-gone = This link was used or has expired. If you used it, there are no more of these mails. In your account you see how it is set.
policy-mails-stop-account = My account

contact-title = Your contact details
contact-lead = You agreed that we use the contact details you gave for this case. If you withdraw that, they are erased at once, from waiting mails as well. The case itself stays as it is, and you read here what comes of it.
contact-withdraw = Withdraw and erase my contact details
contact-withdrawn-title = Your contact details are erased
contact-withdrawn-text = Case { $reference } goes on without them. The answer will stand on its page, which you open with the reference number and the case password.
record-contact-withdrawn = Consent to contact was withdrawn; the contact details were erased.

done-policy-mails-on = From now on you are mailed about major revisions.
done-policy-mails-off = There will be no more mails about revisions.
done-consent-withdrawn = Your consent is withdrawn.
done-notice-changed = The notice for these mails has changed. Please read it again below.

file-consents-name = Consents
file-consents-purpose = To show who agreed to which notice, when, and whether it was withdrawn, and which announcements an account has put away. Of a cancelled sign-up for an event, the consent stays without name or address until the day that was told.

problem-notice-changed = The collection notice has changed since it was read.
problem-erase-instead = This consent ends with the account: erase the account instead.
