# 個人資料外洩：承辦頁面、通知信、通報。
breaches-title = 個資外洩通報
breaches-lead = 個人資料外洩時：寫下發生了什麼、看過通知信、寄出，並在發現後{ $hours }小時內通報主管機關。
breach-title = 個人資料外洩
breach-new = 記錄一次外洩
breach-new-lead = 現在還不會寄出任何信，您會先看到通知信的內容。
breach-found = 發現時間
breach-found-hint = 本市的日期與時間，例如2026-03-02T09:30。期限從這時起算。
breach-happened = 發生了什麼
breach-happened-zh = 發生了什麼（中文）
breach-happened-en = 發生了什麼（英文）
breach-happened-hint = 當事人與主管機關會看到。請不要寫出任何人的姓名。
breach-done = 採取了哪些措施
breach-done-zh = 採取了哪些措施（中文）
breach-done-en = 採取了哪些措施（英文）
breach-done-hint = 市府做了什麼來停止外洩並補救。
breach-files = 哪些資料
breach-file = { $name }：{ $kinds }
breach-whom-label = 影響到誰
breach-whom = { $whom ->
        [accounts] 所有帳號
        [accounts-of] 在某段期間註冊的帳號
        [cases-of] 在某段期間提出建議的人
       *[cases] 以下案件的當事人
        [sign-ups] 報名某一場活動的人
        [sign-ups-of] 在某段期間報名活動的人
        [requests-of] 在某段期間提出個人資料請求的人
        [guests] 在發言留下公開信箱的訪客
        [everybody] 本站存有電子郵件的所有人，不論為了什麼事
    }
breach-event = 活動編號
breach-event-hint = 影響某一場活動的報名資料時填寫，也就是活動網址裡的號碼。
breach-from = 開始日
breach-until = 結束日
breach-days-hint = 影響某段期間的帳號、建議、報名或請求時填寫。
breach-references = 案號
breach-references-hint = 影響特定案件時填寫，一行一個。
breach-no-such-case = 其中有一個不是案號，請確認有沒有打錯。目前沒有記錄。
breach-prepare = 記錄並看通知信
breach-due = 通報期限
breach-clock = { $hours ->
        [0] 距離通報期限不到1小時。
       *[other] 距離通報期限還有{ $hours }小時。
    }
breach-clock-late = { $hours ->
        [0] 已超過通報期限不到1小時。
       *[other] 已超過通報期限{ $hours }小時。
    }
breach-people = 受影響的帳號、案件、報名、請求、訪客發言或待確認的信箱
breach-letters = 通知信（每個信箱一封）
breach-unreachable = 有{ $count }位當事人沒有電子郵件，請用其他方式通知，例如公告。
breach-undelivered-mark = 有通知信未送達
breach-undelivered = { $because ->
        [nowhere] 因為沒有這個地址而未送達的通知信：{ $count }封
        [late] 連續多日沒有郵件伺服器收下的通知信：{ $count }封
       *[refused] 郵件伺服器拒收的通知信：{ $count }封
    }
breach-undelivered-what = 請用其他方式通知這些當事人，例如公告。這裡只計算郵件清單還保存的信，最多30天。
breach-send-note = 通知信會立刻寄出，每個信箱一封，使用當事人的語言，寄出後無法收回。
breach-send = 寄出{ $count }封通知信
breach-sent = 已寄出
breach-not-sent = 尚未寄出
breach-sending = 通知信正在陸續寄出。
breach-sent-at = 已於{ $at }寄出{ $count }封通知信。
breach-report-made = 通報主管機關
breach-reported = { $at }，{ $to }，{ $reference }
breach-is-reported = 已通報
breach-not-reported = 尚未通報
breach-report-at = 通報時間
breach-report-to = 通報對象
breach-report-reference = 文號
breach-report-reference-hint = 主管機關的收文號，或市府自己的發文號。
breach-report-button = 記錄已通報
breach-clock-stopped = 已在期限內通報。
breach-clock-stopped-late = { $hours ->
        [0] 通報時逾期不到1小時。
       *[other] 通報時逾期{ $hours }小時。
    }
invalid-before-found = 這個時間早於發現時間。
invalid-event-number = 沒有這個編號的活動。
done-breach-reported = 通報已記錄，期限不再計算。
invalid-moment = 請填寫日期與時間，例如2026-03-02T09:30。
invalid-future = 這個時間還沒有到。
invalid-too-many-cases = 最多填寫500件，或改選期間。
done-breach-prepared = 已記錄，還沒有寄出任何信。
done-breach-sent = 通知信正在寄出。
breach-report-title = 個人資料外洩通報
breach-report-lead = 致主管機關（個人資料保護法第12條）。
breach-report-text = 純文字版
breach-report-from = 機關
breach-report-people = 人數
breach-report-people-text = { $whom ->
        [accounts] 帳號：{ $count }個
        [sign-ups] 活動報名：{ $count }筆
        [requests] 個人資料的請求：{ $count }件
       *[cases] 市政建議案件：{ $count }件
        [guests] 留下公開信箱的訪客發言：{ $count }則
        [registrations] 等待確認的註冊：{ $count }筆
        [new-addresses] 帳號等待確認的新信箱：{ $count }個
        [supports] 等待確認的附議：{ $count }筆
    }
breach-report-told = 如何通知當事人
breach-report-told-sent = 已於{ $at }以電子郵件寄出{ $count }封通知信
breach-report-told-now = 正以電子郵件陸續寄出，共{ $count }封
breach-report-told-not-yet = 將以電子郵件通知，尚未寄出，共{ $count }封
breach-report-contact = 聯絡方式
mail-breach-subject = { $city }通知您：您的個人資料可能外洩
mail-breach-why = { $city }寫信給您，因為我們在{ $found }發現個人資料外洩，您的資料也受到影響。{ $whom ->
        [accounts] 您在本站有帳號。
        [accounts-of] 您在本站有帳號。
        [sign-ups] 您曾經在本站報名活動。
        [sign-ups-of] 您曾經在本站報名活動。
        [requests-of] 您曾經在本站提出個人資料的請求。
       *[cases] 您曾經在本站提出建議。
        [guests] 您曾經在討論區的發言留下信箱。
        [several] 您曾經在本站留下電子郵件。
    }
mail-breach-happened = 發生了什麼：
mail-breach-data = 哪些資料：
mail-breach-done = 採取了哪些措施：
mail-breach-you = 您可以怎麼做：請留意自稱市府的電話或郵件，不要點開裡面的連結。市府不會向您詢問密碼。如果您在其他地方使用相同的密碼，請到那裡更改。
mail-breach-contact = 如有疑問，或要查詢、更正、刪除您的資料，請聯絡：{ $phone }，{ $email }。
