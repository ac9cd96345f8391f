# 隱私保護聯絡人的工作。
officer-title = 隱私保護
officer-lead = 隱私權政策要市府做到的事，以及目前的進度。
officer-section = { $name ->
        [retention] 保存期限
        [policy] 隱私權政策
        [requests] 個人資料的請求
       *[other] { $name }
    }
officer-section-text = { $name ->
        [retention] 到期而刪除的資料。
        [policy] 民眾讀到的個人資料說明。
        [requests] 民眾的請求，各有期限。
       *[other] { $name }
    }
