# Links that lead out, and the page in between.

leaving-mark = {" "}(leads to another site)
leaving-title = You are leaving this site
leaving-lead = The address below does not belong to { $city }.
leaving-policy = Our privacy policy does not cover what happens there. Another site may note who you are and what you look at.
leaving-address = Full address
leaving-letters = The name { $letters } uses letters that can look like others. To computers it is { $host }.
leaving-disguise = “{ $name }” at the beginning of this address is only a name for logging on. The site that it leads to is { $host }.
leaving-plain = The connection to that site is not encrypted. Others on the way can read and change what you send and see.
leaving-go = Go on to { $host }
leaving-stay = Stay here
leaving-refused-title = This link was not made by a page of this site
leaving-refused-text = So we do not lead you on. If somebody sent it to you, be careful: it may be an attempt to make another address look like ours.
