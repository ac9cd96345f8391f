mail-policy = Privacy policy
