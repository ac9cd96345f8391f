# What the privacy officer looks after.
officer-title = Privacy office
officer-lead = What the policy asks of the city, and where it stands.
officer-section = { $name ->
        [retention] Retention
        [policy] Privacy policy
        [requests] Requests about personal data
       *[other] { $name }
    }
officer-section-text = { $name ->
        [retention] What had its time and was deleted.
        [policy] What people read about their data.
        [requests] What people ask, each with its clock.
       *[other] { $name }
    }
