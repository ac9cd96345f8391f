# What the privacy officer looks after.
officer-title = Privacy office
officer-lead = What the policy asks of the city, and where it stands.
officer-section = { $name ->
        [policy] Privacy policy
       *[other] { $name }
    }
officer-section-text = { $name ->
        [policy] Its versions: prepare, preview and publish a revision.
       *[other] { $name }
    }
