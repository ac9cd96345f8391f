# 去識別化的開放資料。

open-data-title = 開放資料
open-data-lead = 已結束月份的建議與討論區活動，供所有人使用，不含任何個人。
open-data-set = { $name ->
        [suggestions] 建議
       *[other] 討論區活動
    }
open-data-set-text = { $name ->
        [suggestions] 每件建議一列：月份、類別、行政區、語言。沒有標題、內容和聯絡方式。
       *[other] 每則公開的發言一列：月份、看板、語言、主題或回覆、帳號或訪客；整列都能提供時，才附標題和內文。
    }
open-data-how-title = 如何不留下個人
open-data-how = 每一列都沒有姓名、編號，時間只到月份。一列所說的組合，至少有10列相同；太少的就用「*」代替部分內容，仍然太少的會等到年度結束，或不列入。
open-data-how-text = 內文只有大家在討論區都讀得到的部分。其中的姓名、地址、號碼，以及偵測程式發現的其他個人資料，都換成它的種類，例如[person]。檔案每天重新產生。
