mail-policy = 隱私權政策
