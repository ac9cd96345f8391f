# Cookies: the switch at the foot of every page, the question, and the page about them.

cookie-choice = Cookies
cookie-mode-accept = Accept all
cookie-mode-notify = Ask me first
cookie-mode-refuse = Refuse all
cookie-choice-save = Save this choice
cookie-signal = Your browser asks not to be tracked (Global Privacy Control). We take that as “refuse all” unless you choose otherwise here.

cookie-question-label = A question about a cookie
cookie-question = May this site store the cookie “{ $name }”?
cookie-question-life = It stays { $life }.
cookie-question-yes = Yes, store it
cookie-question-no = No
cookie-counting-name = visitors of the day

cookie-session-purpose = Keeps you logged on from page to page. It holds a random value and nothing about you.
cookie-sign-on-purpose = Only where the city offers its own sign-on and you press its button: it ties the log-on to your browser until it is done. It holds a random value and nothing about you.
cookie-choice-purpose = Remembers your choice about cookies and your answers.
cookie-counting-purpose = Counts how many people visit on a day. It holds the day's date, the same for everybody, so nobody can be recognised.

cookie-life-log-off = until you log off, at most { $days } days
cookie-life-days = { $days } days
cookie-life-minutes = until you are logged on, at most { $minutes } minutes
cookie-life-midnight = until midnight

cookie-needs-log-on = Only when you log on
cookie-needs-choice = “Accept all” or “Ask me first”
cookie-needs-consent = “Accept all”, or your yes when asked

cookies-lead = Cookies are small pieces of information that a website keeps on your device. This page lists every one that this site can set, and says what happens if you refuse them.
cookies-choice-title = Your choice
cookies-choice-lead = The choice stands at the foot of every page. Until you choose, everything is refused.
cookies-chosen = now
cookies-mode-accept-text = Every cookie in the table below may be stored.
cookies-mode-notify-text = Before an optional cookie is stored, a page asks you for a yes or a no, with its name, its purpose and how long it stays.
cookies-mode-refuse-text = Nothing is stored on your device, not even this choice, and what was stored before is removed.
cookies-signal-text = If your browser sends Global Privacy Control (Sec-GPC: 1), that counts as “refuse all”, also against an earlier choice. Only a choice that you make here while your browser sends it stands against it.
cookies-register-title = All cookies
cookies-register-lead = There are no others, and only this site can read them. All but the last are cookies, which scripts on its pages cannot read; the last is kept by a script in your browser's own storage.
cookies-name = Name
cookies-purpose = Purpose
cookies-life = How long
cookies-needs = When it is stored
cookies-refused-title = If you refuse
cookies-refused-works = You can still read, search, make a suggestion, follow your case, and post as a guest on the boards that allow it. The language of a page is part of its address, so it need not be remembered.
cookies-refused-log-on = You can still log on, if you want to. Pressing “Log on” asks for the log-on cookie, because without it the next page would not know you. It exists only until you log off, and then its value is worthless on our side too.
cookies-refused-browser = If your browser itself blocks cookies, you cannot log on. What needs an account then does not work: posting under your own account, editing those posts, and your account's settings.
cookies-counting-title = How we count visitors
cookies-counting-text = For every page we count how often it was shown, without any cookie. How many different people came on a day we count only among those who accept the cookie for it. It holds the date alone, so two days, and two people, cannot be told apart by it. After each month we publish how many came on a usual day, and erase the count of each day.
cookies-none-title = What is not here
cookies-none-text = No cookies of other companies and no advertising. No page loads anything from another website. What we do with your data is in the

done-cookies-accept = Your choice is saved: all cookies may be stored.
done-cookies-notify = Your choice is saved: you will be asked before an optional cookie is stored.
done-cookies-refuse = Everything is refused. Nothing is stored on your device for this choice.
done-cookie-allowed = Thank you. The cookie may be stored. You can change this at the foot of any page.
done-cookie-declined = The cookie is not stored. You will not be asked about it again.
done-logged-on = Your browser did not keep the cookie that logging on needs, so you are not logged on. Please allow cookies for this site in your browser and log on again. You can read, make suggestions and follow a case without it.
