# 用郵件寄的摘要，以及等候審核太久的項目。

digests-title = 摘要
digests-forum = 討論區
digests-forum-now = 您還沒看過的通知：{ $rhythm }。
digests-cases = 您自己的案件
digests-cases-none = 目前沒有。登入後用案號和查詢密碼打開案件，就可以選擇在摘要收到它的動態。
digests-cases-lead = 這些案件有動態時，摘要會通知您，頻率和討論區的摘要相同：
case-digest-title = 摘要
case-digest-lead = 這件案件有動態時，可以在電子郵件摘要裡通知您。為此，您的帳號會記下您關注這件案件，只有您自己看得到。多久寄一次，依您的偏好設定。
case-digest-on = 您的摘要會通知這件案件的動態。
case-digest-off = 您的摘要不再通知這件案件的動態。
case-digest-start = 在摘要裡通知我
case-digest-stop = 不再通知我
digests-offices = 所屬機關的案件
digests-offices-lead = 機關的案件有什麼動態，列出案號、類別、行政區和期限。只在該機關的上班日寄送，沒有動態就不寄。
digests-rhythm = 多久寄一次
digests-rhythm-none = 不寄
digests-rhythm-at-once = 立即
digests-rhythm-daily = 每天
digests-rhythm-weekly = 每週
digests-rhythm-paused = 暫停；這段期間的動態先留著
digests-as-office = 依機關設定：{ $rhythm }
digests-daily-from = 每天{ $hour }:00起
digests-weekly-from = 每{ $day }{ $hour }:00起
digests-weekday = 星期（每週寄時）
digests-hour = 時間（每天或每週寄時）
digests-keep = 儲存
done-digests-kept = 已儲存您的選擇。
invalid-digest = 請選擇多久寄一次；每天或每週寄請選時間，每週寄請再選星期。
office-digest = 寄給任職人員的摘要
office-digest-hint = 每個人都可以自己另外選擇。

mail-staff-digest-subject = 案件摘要：{ $count }則動態
mail-staff-digest-why = { $city }寄這份摘要給您，方便您處理案件。上一份之後的動態：
mail-staff-digest-office = { $office }（{ $count }）
mail-staff-digest-what = { $what ->
        [new] 新案件
        [reassigned] 改分
        [reopened] 重新開啟
        [replied] 市民來訊
        [assigned] 指派承辦人
        [due] 即將到期
        [late] 逾期
        [redated] 更改期限
        [answered] 已答覆
       *[ended] 已結束
    }（{ $count }）
mail-staff-digest-line = { $reference }　{ $category }　{ $district }　期限{ $due }{ $times ->
        [1] {""}
       *[other] 　{ $times }次
    }
mail-staff-digest-set = 多久寄一次，可以在這裡選擇：

mail-own-digest-subject = 您的案件：{ $count }則動態
mail-own-digest-why = 您在帳號裡要求收摘要，所以{ $city }寄這封信給您。您關注的案件有以下動態：
mail-own-digest-line = { $reference }　{ $category }　{ $district }　{ $news ->
        [answered] 已答覆
        [asked] 機關有事想請問您
        [reassigned] 已改由其他機關處理
        [redated] 答覆期限改為{ $due }
        [late] 逾期
        [reopened] 重新開啟
       *[ended] 已結束
    }{ $times ->
        [1] {""}
       *[other] 　{ $times }次
    }

mail-review-waiting-subject = { $count }個待審項目等候審核
mail-review-waiting-why = { $city }提醒您這位版主：審核佇列裡有{ $count }個待審項目。
mail-review-waiting-oldest = 最久的已經等了{ $hours }小時。這封信一天最多寄一次。
mail-review-waiting-button = 前往審核佇列
