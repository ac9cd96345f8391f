mail-policy = Privacy policy

# Addresses that get no mails which one can do without, for administrators.
suppressed-title = Addresses with fewer mails
suppressed-lead = No digests go to these addresses, and nothing else that their readers can do without. Which addresses they are is not kept: only a keyed hash of each, the reason and the day.
suppressed-hard-bounce = The mail server said that there is no such address
suppressed-unsubscribed = Unsubscribed by the link in a mail
suppressed-few = under 10, or none
suppressed-how = A reason ends when the address is confirmed anew or the mails are asked for again, and after 365 days.
