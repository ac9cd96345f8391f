# Webhooks: where events are delivered to, for administrators.

webhooks-title = Webhooks
webhooks-lead = Programs of the city are told here what happens: each event is a signed request to an endpoint. It holds what everybody can read at that moment, and nothing that somebody gave the city under the privacy policy.
webhooks-empty-title = No program is told of events
webhooks-empty-text = Add an endpoint to tell one what happens in the forum, to suggestions and in moderation.
webhook-new = Add an endpoint
webhook-edit = Change endpoint
webhook-title = Webhook: { $host }
webhook-standing = { $standing ->
        [on] On
        [failing] On, but nothing arrives
        [given-up] Switched off: nothing arrived
        [gone] Switched off: it is gone
       *[off] Switched off
    }
webhook-kinds-count = { $count ->
        [one] { $count } kind of event
       *[other] { $count } kinds of events
    }
webhook-waiting = { $count } waiting
webhook-dead = { $count } tried no more
webhook-stands = How it stands
webhook-failing-since = since { $time }
webhook-url = Address
webhook-url-hint = An https address of the program, without user and password. Hosts in the city's own network are taken only where the configuration names them.
webhook-description = Description
webhook-description-hint = Which program it is and who runs it. Administrators read it.
webhook-kinds = Events
webhook-kinds-hint = The program is told of those that are ticked, from now on.
webhook-group = { $group ->
        [forum] Forum
        [suggestions] Suggestions
       *[moderation] Moderation
    }
webhook-kind-topic-created = Topic started
webhook-kind-topic-created-hint = A topic is public for the first time.
webhook-kind-post-published = Reply published
webhook-kind-post-published-hint = A reply is public for the first time.
webhook-kind-post-edited = Post edited
webhook-kind-post-edited-hint = A public post has other words.
webhook-kind-post-masked = Words masked
webhook-kind-post-masked-hint = Words of a public post were masked or taken out. A program that keeps copies should fetch it anew.
webhook-kind-post-hidden = Post out of sight
webhook-kind-post-hidden-hint = A public post was hidden or held for review. A program that keeps copies should hide them.
webhook-kind-post-restored = Post restored
webhook-kind-post-restored-hint = A post that was out of sight is public again.
webhook-kind-post-withdrawn = Post withdrawn
webhook-kind-post-withdrawn-hint = A post was erased, by its author or for them, also one that was hidden before. A program that keeps copies should delete them.
webhook-kind-answer-published = Official answer
webhook-kind-answer-published-hint = An office answered in a topic.
webhook-kind-suggestion-received = Suggestion received
webhook-kind-suggestion-received-hint = A case is accepted: its number, category and state, never its words or who wrote it.
webhook-kind-suggestion-routed = Suggestion routed
webhook-kind-suggestion-routed-hint = A case has its office, or another one.
webhook-kind-suggestion-answered = Suggestion answered
webhook-kind-suggestion-answered-hint = A case was answered. The answer itself is not told.
webhook-kind-suggestion-closed = Suggestion closed
webhook-kind-suggestion-closed-hint = A case was closed, forwarded, merged or not processed; its state says which.
webhook-kind-suggestion-reopened = Suggestion reopened
webhook-kind-suggestion-reopened-hint = A case was opened again.
webhook-kind-suggestion-published = Suggestion published
webhook-kind-suggestion-published-hint = A published suggestion is public, by its topic. Nothing leads to its case.
webhook-kind-suggestion-withdrawn = Published suggestion withdrawn
webhook-kind-suggestion-withdrawn-hint = What was published of a case was taken back.
webhook-kind-moderation-opened = Something waits for review
webhook-kind-moderation-opened-hint = Why it waits and on which day; not what it is, nor whose.
webhook-kind-moderation-decided = A moderator decided
webhook-kind-moderation-decided-hint = As the public register of decisions tells it: number, act, ground and day.
webhook-kind-webhook-test = Test
webhook-save = Save
webhook-make = Add the endpoint
webhook-changed = Somebody else changed this meanwhile. What you typed is still here; save it once more to put it in the other's place.
webhook-secret-title = Keep this secret now
webhook-secret-lead = With it the program checks that an event comes from here. It is shown this once; put it into the program's settings before you go on.
webhook-secret = Secret
webhook-secret-exchanged = For { $hours } hours events are signed with the previous secret as well, so that the program goes on working while you change it.
webhook-secret-on = I have kept it
webhook-exchanged-until = Until { $time } the previous secret signs as well
webhook-exchange = Exchange the secret
webhook-exchange-hint = A new secret is made and shown once. For 24 hours the previous one signs as well.
webhook-off-note = Nothing is delivered while it is switched off, and what happens meanwhile is not delivered later either. Events that are tried no more can be delivered again once it is on.
webhook-test = Send a test event
webhook-switch-off = Switch off
webhook-switch-on = Switch on
webhook-redeliver-all = { $count ->
        [one] Deliver again what is tried no more
       *[other] Deliver again all { $count } that are tried no more
    }
webhook-redeliver = Deliver again
webhook-deliveries = Deliveries
webhook-deliveries-hint = Of the last 30 days. Each is tried for three days, with growing pauses; of the program's answer the status alone is kept.
webhook-no-deliveries = Nothing was delivered yet
webhook-no-deliveries-text = Send a test event to see whether it arrives.
webhook-event = Event
webhook-happened = Happened
webhook-fares = State
webhook-tries = Tries
webhook-answered = Answer
webhook-again = Again
webhook-next = next { $time }
webhook-delivery = { $standing ->
        [waiting] Waiting
        [delivered] Delivered
       *[dead] Tried no more
    }
webhook-failure = { $failure ->
        [status] Answered with { $status }
        [redirect] Redirected elsewhere ({ $status }); redirects are not followed
        [gone] Answered that it is gone ({ $status })
        [late] No answer in time
        [name] Its name is not known
        [connect] No connection
        [tls] No secure connection; check its certificate
        [private] It stands in this network, which the configuration does not allow
        [off] The endpoint was switched off
        [settings] The request could not be made; check its address and exchange its secret
       *[broken] The connection broke off
    }
webhook-remove-title = Remove
webhook-remove-hint = The endpoint goes with its secret and all that waits for it.
webhook-remove = Remove this endpoint
invalid-webhook-address = Please write the whole address of the program, such as https://hooks.city.example/plaza, without user, password and #.
invalid-webhook-https = Events go over https alone, so that nobody reads or changes them on the way. Hosts that the configuration names may do without.
invalid-webhook-private = This host stands in the city's own network. Whoever runs Plaza can allow it with webhooks.allow_private in the configuration.
invalid-webhook-kinds = Please choose at least one event.
invalid-webhook-many = There can be at most 20 endpoints.
done-webhook-kept = Saved. The change stands in the register of decisions, without the address.
done-webhook-on = Switched on. From now on it is told of events.
done-webhook-off = Switched off. It is told of nothing more.
done-webhook-tested = A test event was sent. In a few seconds the list below says whether it arrived.
done-webhook-redelivered = It is delivered again. In a few seconds the list below says whether it arrived.
done-webhook-none-dead = There was nothing to deliver again.
done-webhook-removed = The endpoint was removed.
mail-webhook-off-subject = Webhook switched off: { $host }
mail-webhook-off-what = { $city } tells you as an administrator: events are not delivered to { $host } any more. { $why ->
        [gone] It answered that it is gone for good.
       *[failing] For five days nothing arrived there.
    }
mail-webhook-off-next = What happens meanwhile is not delivered later. Once the program takes events again, switch the endpoint on; events that are tried no more can be delivered again there.
mail-webhook-off-button = To the endpoint
