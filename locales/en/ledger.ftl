# The public register, grounds and statements.
ledger-title = Register of decisions
ledger-lead = Everything that was done here to somebody's words or data, and on which ground. It names nobody.
ledger-empty-title = Nothing was done yet
ledger-empty-text = When somebody's words or data are touched, what was done and on which ground stands here.
ledger-number = No. { $number }
ledger-act = { $act ->
        [post-rejected] A post was not published
        [post-hidden] A post was hidden
        [post-masked] Personal data in a post was masked
        [post-restored] A post was put back as it was
        [appeal-granted] An appeal was granted
        [appeal-refused] An appeal was refused
        [disclosed] Personal data was provided to a third party
        [anonymous-export] Anonymous figures were provided
        [erased] Personal data was erased
        [restricted] A file was restricted
        [policy-published] The privacy policy was revised
        [keys-rotated] The keys were changed
       *[other] Something else
    }
ledger-ground = { $ground ->
        [consent] With the consent of whom it belongs to, or by the published retention schedule.
        [circumstance-1] Circumstance (1): an investigation by a legal institution, approved by a second person.
        [circumstance-2] Circumstance (2): a violation of the rules that poses a threat.
        [circumstance-3] Circumstance (3): the efficiency of the site.
        [circumstance-4] Circumstance (4): protecting the rights of other users, upon a complaint.
       *[other] On another ground.
    }
ledger-rule = { $rule } (rules of { $version })
ledger-fact = { $name ->
        [board] Board: { $value }
        [fields] Fields: { $value }
        [of] Concerns no. { $value }
        [count] Rows: { $value }
        [purpose] Purpose: { $value }
        [version] Version: { $value }
       *[other] { $value }
    }
ledger-statements-title = Signed statements
ledger-statements-lead = Once a day Plaza signs where the register and all case files stand. Keep one, and nobody can change what was before it without your seeing it.
ledger-statements-empty-title = Nothing was signed yet
ledger-statements-empty-text = The first statement stands here a day after the first case or decision.
ledger-public-key = Public key (Ed25519)
rule-name = { $rule ->
        [respect] Respect each other
        [privacy] No personal data of others
        [lawful] Nothing unlawful
        [topic] Stay on topic
        [advertising] No advertising
       *[other] { $rule }
    }
mail-chain-heads-subject = Signed statement of { $day }
mail-chain-heads-why = Plaza of { $city } writes to you because you are its privacy officer.
mail-chain-heads-what = This is where the register of decisions and all case files stood on { $day }, signed. Keep this mail: `plaza verify --statement FILE` compares it with the database.
mail-chain-heads-button = Published statement
