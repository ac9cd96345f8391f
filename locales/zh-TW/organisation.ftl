# 組織：機關與人員、類別、行政區，以及分案規則。

organisation-short = 組織與分案
organisation-slug = 網址與檔案中的名稱
organisation-slug-hint = 小寫英文字母、數字與連字號。之後不能更改。
organisation-save = 儲存
organisation-retire = 從今天起停用
organisation-restore = 重新啟用
organisation-changed = 這裡剛才已被別人修改。您填的內容都還在；請看看目前的狀態，再儲存一次。
done-organisation-kept = 已儲存，並列入處理紀錄。

offices-title = 機關
offices-lead = 哪些機關會收到建議，寄到哪個地址。案件提到的機關不會刪除，只會停用。
offices-retired = 已停用的機關
office-new = 新增機關
office-edit = 修改機關
office-email = 收案的電子郵件地址
office-email-hint = 機關的公務信箱。看得到這個信箱的人，會看到送給這個機關的每一個案件。
office-phone = 電話
office-parent = 上級機關
office-hours = 電話服務時間
office-hours-hint = 星期（1是週一）和時間，例如1-5 08:00-12:00 13:30-17:30。不填就依全市的服務時間。國定假日不服務，補班日照常服務。
office-replies = 機關人員以郵件回覆案件時
office-replies-hint = 只有從機關人員自己的地址寄出、並經郵件伺服器驗證的回覆才算。
office-replies-send = { $how ->
        [at-once] 直接寄給市民；內容可能含有個人資料時，仍先成為草稿
       *[draft] 先成為草稿，在案件處理頁按一下才寄出
    }
office-reach = { $office }：{ $phone }，{ $status }
case-call = 電話
office-retired-on = { $day }停用
office-mail-fails-tag = 郵件無法送達
office-mail-fails = 郵件無法送達，{ $since }發現；連續退回{ $refused }封。
office-mail-fails-what = 在郵件恢復送達之前，新案件會同時送給預設機關，也已寄信通知預設機關。請先確認地址是否正確。
office-members = 機關人員
office-members-none = 還沒有人員。案件會以郵件寄到機關，但沒有人能在案件處理頁答覆。
office-member = 新增人員
office-member-hint = 能處理案件的帳號，請填它的電子郵件地址。
office-member-add = 新增
office-member-remove = 移除
office-retire-title = 停用機關
office-retire-hint = 從今天起不再收到案件；過去的答覆仍保留機關名稱。只送給這個機關的規則會失效，改由下一條規則處理。
office-restore-hint = 這個機關已停用。重新啟用之後，會依規則收到案件。
office-has-cases = 這些案件還在等這個機關答覆。請先答覆或改分，目前沒有任何變更。

categories-title = 類別
categories-lead = 建議可以選擇哪些類別，以及多久要答覆。
category-new = 新增類別
category-edit = 修改類別
category-hint-zh = 中文提示
category-hint-en = 英文提示
category-hint-hint = 名稱下方的一句話：什麼事屬於這一類。
category-due-days = 幾個工作天內答覆
category-due-days-hint = 從分案起算。已有回覆期限的案件不受影響。
category-due = { $count }個工作天
districts-title = 行政區
districts-lead = 建議可以選擇哪些地區。
district-new = 新增行政區
district-edit = 修改行政區
name-retire-hint = 從今天起，新的建議不能再選；已經選了的案件照舊。
name-restore-hint = 已停用。重新啟用之後，建議可以再選。

rules-title = 分案規則
rules-lead = 哪個機關收到什麼。較具體的規則優先；對象相同時，較晚開始的優先。
rules-faults = 請檢查這些規則
rule-new = 新增規則
rule-edit = 修改規則
rule-lead = 規則從第一天生效到最後一天，兩天都包含在內。要結束一條規則，請填最後一天；今天不生效的規則可以移除。
rule-for = 對象
rule-to = 送給
rule-to-hint = 由負責的機關答覆，其他機關也會收到案件。
rule-responsible = 負責的機關
rule-further = 第{ $number }個機關
rule-when = 期間
rule-any = 不限
rule-fallback = 預設：其餘全部
rule-title = { $category }・{ $district }
rule-always = 一直有效。
rule-from = { $from }起。
rule-until = 到{ $until }為止。
rule-from-until = { $from }到{ $until }。
rule-from-field = 第一天
rule-from-hint = 不填表示一直以來都有效。
rule-until-field = 最後一天
rule-until-hint = 不填表示沒有結束日。
rule-remove = 移除規則
rule-fault = { $fault ->
        [no-fallback] 從{ $from }起沒有預設規則，有些建議會沒有機關收。這樣Plaza無法啟動。
        [no-address] { $rule }：{ $office }沒有可以寄信的地址。
        [overlap] { $rule }：從{ $from }起，有兩條對象相同的規則同時有效，由較晚開始的處理。
        [shadowed] { $rule }：它什麼也收不到，因為其他規則（例如{ $other }）已全部涵蓋。
        [no-office] { $rule }：它的機關都已停用，所以收不到案件。
        [retired] { $rule }：它的類別或行政區已停用，所以收不到案件。
       *[expired] { $rule }：最後一天已過，可以移除。
    }

explain-title = 會分給誰？
explain-lead = 某一天，一則建議會由哪條規則處理，其他規則又為什麼不處理。這裡不會儲存任何資料。
explain-day = 日期
explain-do = 查看
explain-result = { $day }，依規則比對的順序
explain-others = 對象是其他類別或行政區的規則：{ $count }條
rule-takes-tag = 由它處理
rule-takes = 由這條處理：它是第一條有效而且有機關的規則。
rule-not-yet = 還沒生效：{ $from }開始。
rule-over = 已經結束：最後一天是{ $until }。
rule-no-office = 它的機關都已停用。
rule-less-specific = 原本可以，但有更具體的規則處理。
rule-began-earlier = 原本可以，但有對象相同、較晚開始的規則處理。
rule-mail-fails = 郵件無法送達{ $office }，所以預設機關也會收到。

calendar-title = 辦公日曆
calendar-lead = 哪些日子上班。答覆期限，以及什麼時候找得到人，都依這份日曆計算。
calendar-whose = 誰的日曆
calendar-whose-hint = 不選機關就是全市的日曆，適用於每個機關；機關另有規定的日子除外。
calendar-show = 查看
calendar-whole-city = 全市
calendar-of-city = 全市的日曆
calendar-of-office = { $office }的日曆
calendar-year = 年
calendar-from = 資料來源
calendar-off = 平日放假
calendar-make-up = 假日補班
calendar-brought-in = 匯入天數
calendar-known = { $known ->
        [shipped] 隨Plaza提供
        [brought-in] 已匯入
       *[unknown] 還沒有資料
    }
calendar-year-unknown = 還沒有{ $year }年的假日資料，只有週末算放假。請匯入這一年的日曆。
calendar-named = { $day }：{ $name }
calendar-changes = { $becomes ->
        [work] { $day }改為上班
       *[off] { $day }改為放假
    }
calendar-tried = 匯入後的變更
calendar-tried-count = 檔案裡有{ $days }天，其中{ $changed }天會和原來不同。目前沒有儲存。
calendar-bring-in = 匯入日曆
calendar-bring-in-hint = 可用政府公布的年度辦公日曆CSV檔（data.gov.tw/dataset/14718），也可用相同欄位、只列出不同日子的檔案。整份匯入，有錯就完全不匯入。已經訂好的答覆期限不變。
calendar-file = 檔案
calendar-file-hint = UTF-8或Big5。選了檔案，就不讀下面的欄位。
calendar-csv = 或貼上內容
calendar-csv-hint = 第一行是「西元日期,星期,是否放假,備註」；0是上班，2是放假。例如：20270101,五,2,開國紀念日
calendar-keep = 匯入
calendar-try = 先試一次
calendar-unreadable = { $fault ->
        [encoding] 檔案不是UTF-8也不是Big5。目前沒有任何變更。
        [too-long] 檔案超過1 MB。目前沒有任何變更。
        [empty] 檔案裡沒有任何日子。目前沒有任何變更。
        [columns] 第{ $line }行不足四欄。目前沒有任何變更。
        [date] 第{ $line }行：第一欄不是日期，正確的寫法如20270101。目前沒有任何變更。
        [weekday] 第{ $line }行：第二欄的星期和日期不符。目前沒有任何變更。
        [mark] 第{ $line }行：第三欄不是0（上班）也不是2（放假）。目前沒有任何變更。
        [twice] 第{ $line }行：這一天前面已經出現過。目前沒有任何變更。
       *[header] 第一行不是「西元日期,星期,是否放假,備註」。目前沒有任何變更。
    }
done-calendar-kept = 日曆已採用這些日子；有變更時列入處理紀錄。

invalid-slug-in-use = 這個名稱已經有了，請換一個。
invalid-office-hours = 請依順序填星期和時間，例如1-5 08:00-12:00 13:30-17:30。
invalid-due-days = 請填工作天數，1到250。
invalid-rule-office = 請選擇負責的機關。
invalid-rule-offices-many = 一條規則最多送給六個機關。
invalid-rule-office-twice = 每個機關只能選一次。
invalid-rule-ends-early = 最後一天早於第一天，請更改其中一個。
invalid-rule-twice = 已有對象相同、同一天開始的規則。請修改那一條，或改選第一天。
invalid-rule-holds = 這條規則今天有效。請填最後一天，過了那天就可以移除。
invalid-rule-enquiries = 隱私權詢問由告知事項中所寫的機關處理，這條規則不能更改。
invalid-no-fallback = 這樣會有一天沒有預設規則，也就是收下其餘全部、而且機關沒有停用的規則。目前沒有任何變更。
invalid-office-above-itself = 機關不能是自己的上級，請選擇其他上級機關。
invalid-member-unknown = 沒有能處理案件的帳號使用這個地址。目前沒有任何變更。

record-office-retired = { $office }已停止運作，所以案件改由其他機關處理。

mail-office-failing-subject = 郵件無法送達{ $office }
mail-office-failing-why = { $city }的Plaza寄信給您，因為您是預設機關：最近寄給{ $office }的郵件被退回，或等了很久仍未送出。
mail-office-failing-address = 地址是{ $address }。
mail-office-failing-what = 在郵件恢復送達之前，郵件沒有送到的案件會同時交給貴機關，清單另外寄送。這封信只寄一次。請協助更正地址。
mail-office-failing-button = 查看機關
