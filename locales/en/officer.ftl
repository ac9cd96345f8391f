# What the privacy officer looks after.
officer-title = Privacy office
officer-lead = What the policy asks of the city, and where it stands.
officer-section = { $name ->
        [retention] Retention
        [policy] Privacy policy
        [agreements] Agreements
        [disclosures] Disclosures
        [approvals] Approvals
        [breaches] Breaches
        [requests] Requests about personal data
       *[other] { $name }
    }
officer-section-text = { $name ->
        [retention] What had its time and was deleted.
        [policy] Its versions: prepare, preview and publish a revision.
        [agreements] Who may be given which data.
        [disclosures] Give data to a third party, and what was given.
        [approvals] A second person's word for investigations.
        [breaches] Personal data that got out: letters and the report.
        [requests] What people ask, each with its clock.
       *[other] { $name }
    }
