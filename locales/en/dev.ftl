dev-mail-title = Mails of the demo city
dev-mail-lead = No mail leaves a demo city. They stand here as their recipients would read them, newest first.
dev-mail-smtp = This demo city sends its mails to an SMTP server, so there is nothing to show here.
dev-mail-none = No mail yet
dev-mail-none-text = Register, or make a suggestion with an e-mail address, and reload this page a second later.
dev-mail-to = To { $to }
