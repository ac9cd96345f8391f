# Drafts: what is begun and not sent, with the account or in the browser.

drafts-title = Your drafts
drafts-lead = What you have begun to write and not published. Only you can read it. It is stored sealed, and deleted when you publish it or { $days } days after its last change.
drafts-empty-title = No drafts
drafts-empty-text = What you begin to write stands here until you publish it.
drafts-new-topic = New topic
drafts-answer = Reply
drafts-edit = Edit of your post
drafts-text = Read the text
drafts-gone-title = No longer there
drafts-gone = The place that this was written for is gone, or is not open to you any more. You can still copy the text.
drafts-go-on = Go on writing
drafts-discard = Discard

draft-keep = Keep as draft
draft-discard = Discard the draft
draft-found = This is your draft of { $when }.
draft-account = Until you publish it, your text is kept as a draft with your account: when you press "Keep as draft", and by itself while you write if your browser runs scripts. It is stored sealed, only you can read it, and it is deleted after { $days } days.
draft-browser = If your browser runs scripts, it keeps your text until you send it: { $life } at most. The text does not leave your device before that. Name, e-mail address and files are not kept.
draft-browser-found = Your draft is back. This browser had kept it.
draft-nobody = Until you send it, your text is kept nowhere: you have not allowed this site to store anything in your browser. You can allow it at the foot of the page.
draft-question = May this browser keep your text until you send it?
draft-question-yes = Yes, keep it

draft-said-kept = Draft kept at { $time }.
draft-said-browser = Draft kept in this browser at { $time }.
draft-said-away = The draft could not be kept: there is no connection. Your text is still here, and we keep trying.
draft-said-offline = There is no connection. Nothing was sent, and your text is still here. Please send it again when the connection is back.
draft-said-refused = The draft could not be kept. Your text is still here: send it, or copy it.
draft-said-full = Your browser has no room for the draft. Your text is still here.
draft-said-no = Until you send it, your text is kept nowhere.

invalid-drafts-too-many = You have too many drafts. Please discard one that you no longer need; they stand below your account.

done-draft-kept = The draft is kept.
done-draft-discarded = The draft is discarded.

cookie-draft-name = draft
cookie-draft-purpose = Keeps what a guest has begun to write, so that a lost connection does not take it away. It is no cookie: your browser keeps the text in its own storage and does not send it before you do. It goes when you send or discard it.
