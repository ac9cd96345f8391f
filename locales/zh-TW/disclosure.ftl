# 提供資料給第三方：協議、核可、提供紀錄。
disclosed-field = { $field ->
        [contact-name] 姓名
        [contact-email] 電子郵件
        [contact-phone] 電話
        [title] 標題
        [text] 內容
        [place] 地點
       *[coordinates] 座標
    }
invalid-fields = 請至少勾選一項。
invalid-personal-data = 這裡似乎有個人資料。許多人會讀到這段文字，請寫單位與目的，不要寫出任何人。
invalid-before-start = 結束日早於開始日。
ledger-recipient = { $kind ->
        [agency] 政府機關
        [contractor] 市府委託的廠商
        [research] 研究單位
        [investigator] 依法調查的機關
       *[other] 其他第三方
    }
ledger-years = 提供給第三方的個人資料
ledger-year = 年
ledger-under-agreements = 依協議
ledger-for-investigations = 為調查
given-title = 提供給第三方的紀錄
given-lead = 只要把這件案件的資料提供給市府以外的人，都會列在這裡。
given-what = 提供給{ $to }：{ $fields }。
given-under-agreement = 依協議，目的：{ $purpose }
given-for-investigation = 為司法機關依法調查，公文：{ $document }
agreements-title = 提供協議
agreements-lead = 哪些單位可以取得案件的哪些資料、為了什麼、到什麼時候。沒有協議，資料只會為了依法調查而提供。
agreements-empty-title = 還沒有協議
agreements-empty-text = 在有協議之前，不能依協議提供資料給任何人。
agreement-standing = { $standing ->
        [valid] 有效
        [not-yet] 尚未生效
        [expired] 已到期
       *[ended] 已終止
    }
agreement-days = { $from }至{ $until }
agreement-policy = 政策版本{ $version }
agreement-ended-on = { $date }終止
agreements-public-title = 提供資料的協議
agreements-public-lead = 市府和哪些單位訂有提供案件資料的協議：對象、目的、資料項目、起訖日，以及依據哪一版隱私權政策。已經結束的協議也會留在這裡。
agreements-public-contact = 案件的聯絡資料，只有在當事人事先知道有協議、而且勾選同意時才會提供；電子郵件地址還要確認過。提供過幾次，列在公開紀錄：
agreement-end = 立即終止
agreement-new = 新的協議
agreement-recipient = 接受資料的單位
agreement-kind = 單位性質
agreement-purpose = 目的
agreement-purpose-hint = 這是公開的，所有人都會在協議清單看到，請不要寫出任何人。
agreement-starts = 開始日
agreement-ends = 結束日
agreement-make = 建立協議
done-agreement-made = 協議已建立。
done-agreement-ended = 協議已終止。
approvals-title = 核可
approvals-lead = 調查機關要求提供資料時，由一人提出，另一人核可或不予核可。申請等待30天；核可後30天內有效，只能用一次，而且只限所列的內容。和發言有關的，由版主在處理發言的頁面提出。
approvals-empty-title = 沒有待處理的申請
approvals-empty-text = 等待核可的申請，以及可以使用的核可，會列在這裡。
approval-state = { $state ->
        [waiting] 等待核可
        [approved] 已核可
        [used] 已使用
        [declined] 不予核可
       *[expired] 已逾期
    }
approval-until = 到{ $date }為止
approval-touch = { $act ->
        [hide] 隱藏這則發言
       *[mask] 遮蔽這則發言裡的個人資料
    }
approval-because = 不予核可的理由
approval-decline = 不予核可
approval-declined-because = 不予核可：{ $because }
approvals-ended = 不予核可與逾期的申請
done-approval-declined = 申請不予核可。
approval-asked-by = 提出人：{ $name }
approval-same-person = 這是您提出的，要由別人核可。
approval-untold = 這項調查依法不得通知當事人
approval-untold-now = 不通知當事人
approval-approve = 核可
approval-ask = 提出申請
approval-agency = 機關
approval-agency-hint = 提出要求的法院、檢察署或警察機關。
approval-document = 公文
approval-document-hint = 來文的日期與字號。
approval-ask-button = 提出
done-approval-asked = 申請已列在這裡，要由另一個人核可。
done-approval-given = 申請已核可。
disclosures-title = 提供資料
disclosures-lead = 把案件的資料提供給第三方。這是唯一的途徑，每一次都會列在公開紀錄裡。
disclose-fields = 資料
disclose-under = 依據
disclose-under-hint = 今天有效的協議，以及還沒有使用的核可。
disclose-agreement = 協議：{ $recipient }（{ $fields }）
disclose-approval = 調查：{ $agency }，{ $reference }（{ $fields }）
disclose-under-needed = 請選擇協議或核可。目前沒有提供任何資料。
disclose-no-case = 找不到這個案號，請確認有沒有打錯。目前沒有提供任何資料。
disclose-not-yet = 這份協議尚未生效。目前沒有提供任何資料。
disclose-expired = 這份協議已到期或已終止。目前沒有提供任何資料。
disclose-not-approved = 沒有針對這件案件與這些資料的核可，或核可已經用過。目前沒有提供任何資料。
disclose-not-named = 協議沒有列出這一項：{ $field }。目前沒有提供任何資料。
disclose-no-consent = 這一項沒有有效的同意（沒有給過，或已撤回）：{ $field }。目前沒有提供任何資料。
disclose-not-told = 當事人同意的告知內容沒有提到這一項會依協議提供：{ $field }。目前沒有提供任何資料。
disclose-unconfirmed = 這個地址還沒有人確認，可能是別人的：{ $field }。目前沒有提供任何資料。
disclose-not-shared = 當事人沒有同意提供這一項：{ $field }。目前沒有提供任何資料。
disclose-what-follows = 資料只會顯示這一次。公開紀錄會列出這次提供，但不含姓名；除非核可的人另有註明，當事人在案件頁面可以看到誰取得了什麼。
disclose-show = 提供並顯示
disclose-download = 提供，下載JSON檔
disclosures-made = 提供紀錄
disclosures-none = 還沒有提供資料給任何人。
disclosures-day = 日期
disclosures-number = 紀錄編號
disclosures-to = 接受資料的單位
disclosures-told = 當事人可看到
disclosures-told-yes = 是
disclosures-told-no = 否
disclosed-title = 要提供的資料
disclosed-once = 這一頁只顯示一次，不會儲存。這裡的內容已列入公開紀錄。
disclosed-nothing = 當事人沒有填寫這一項。
agreement-change = 修改
agreement-withdraw = 撤回
agreement-change-title = 修改協議
agreement-change-lead = 這份協議尚未生效。從開始日起，就只能終止，不能修改。
agreement-change-button = 儲存協議
done-agreement-changed = 協議已修改。
problem-agreement-in-force = 這份協議已生效、已到期或已終止，不能再修改。
problem-agreement-not-yet = 這份協議尚未生效。目前沒有提供任何資料。
problem-agreement-expired = 這份協議已到期或已終止。目前沒有提供任何資料。
problem-field-not-named = 協議沒有列出這一項。目前沒有提供任何資料。
problem-contact-not-shared = 當事人沒有同意提供這一項。目前沒有提供任何資料。
problem-contact-no-consent = 這一項沒有有效的同意。目前沒有提供任何資料。
problem-contact-not-told = 當事人同意的告知內容沒有提到協議。目前沒有提供任何資料。
problem-contact-unconfirmed = 這個地址還沒有人確認。目前沒有提供任何資料。
problem-case-restricted = 這件案件只保存，不再使用。目前沒有提供任何資料。
problem-not-approved = 沒有針對這件事的核可，或核可已經用過、已逾期。目前什麼都沒有做。
problem-not-waiting = 這項申請已有其他答覆，或已逾期。
problem-second-person = 這要由別人來做。
problem-out-of-sight = 這則發言已經看不到了，但申訴成立時會再公開。目前什麼都沒有做。
problem-nothing-to-mask = 這則發言裡沒有可以遮蔽的標示。目前什麼都沒有做。
