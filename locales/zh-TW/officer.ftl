# 個資保護專員的工作。
officer-title = 隱私保護
officer-lead = 隱私權政策要市府做到的事，以及目前的進度。
officer-section = { $name ->
        [retention] 保存期限
        [policy] 隱私權政策
        [agreements] 提供協議
        [disclosures] 提供資料
        [approvals] 核可
        [breaches] 個資外洩通報
        [requests] 個人資料的請求
       *[other] { $name }
    }
officer-section-text = { $name ->
        [retention] 到期而刪除的資料。
        [policy] 各版本：準備、預覽並公布修訂。
        [agreements] 哪些單位可以取得哪些資料。
        [disclosures] 把資料提供給第三方，以及提供紀錄。
        [approvals] 依法調查需要第二個人核可。
        [breaches] 個人資料外洩時的通知信與通報。
        [requests] 市民的請求，各有期限。
       *[other] { $name }
    }
