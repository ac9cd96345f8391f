# Words and patterns that texts are looked through for.

watched-title = 監看字詞
watched-lead = 發言、標題和個人頁面在公開之前，會先檢查有沒有這些字詞。給市府的建議不檢查：不會因為某個字詞就退回市民的建議。
watched-reads = 由系統管理員修改；在這裡試文字不會改變任何內容。
watched-empty-title = 還沒有監看字詞
watched-empty-text = 加入只有垃圾訊息才會用的字詞，或從檔案匯入。
watched-new = 新增字詞或規則運算式
watched-edit = 修改監看字詞
watched-retired = 已停用
watched-kind = { $kind ->
    [pattern] 規則運算式
   *[word] 字詞
}
watched-effect = { $effect ->
    [block] 不予公開
    [mask] 由作者遮蔽
    [hold] 等候審核
   *[flag] 公開後審核
}
watched-does = { $effect ->
    [block] 不公開，並告訴作者是哪個字詞
    [mask] 遮蔽字詞後交還作者，由作者送出或改寫
    [hold] 等候審核
   *[flag] 照樣公開，同時送進審核佇列
}
watched-words = 字詞或規則運算式
watched-words-hint = 大小寫、全形半形、臺與台、正體與簡體都視為相同。
watched-kind-field = 種類
watched-kind-hint = 字詞照寫法比對；規則運算式例如line\s*id。
watched-effect-field = 內容含有時怎麼處理
watched-effect-hint = 作者編輯自己的發言時，只看新出現的字詞。個人頁面沒有等候審核，會先公開再審核。
watched-note = 備註
watched-note-hint = 為什麼要監看；只有版主和系統管理員看得到。
watched-retire = 不再監看
watched-retire-hint = 先前因此等候審核或不予公開的，維持原來的決定。
watched-save = 儲存
watched-changed = 其他人剛才修改了這一項。您輸入的內容還在這裡；再儲存一次，就會取代對方的內容。
watched-test = 試試看
watched-test-hint = 在這裡輸入的內容不會儲存。
watched-text = 文字
watched-text-hint = 會用所有監看字詞檢查這段文字。
watched-alone = 只試這個字詞或規則運算式
watched-alone-hint = 不必先加入監看。幾乎每段文字都有的，在這裡一樣不接受。
watched-test-button = 檢查這段文字
watched-outcome = { $effect ->
    [block] 這段文字不會公開。
    [mask] 這段文字會遮蔽字詞後交還作者。
    [hold] 這段文字會等候審核。
    [flag] 這段文字會公開，並送進審核佇列。
   *[none] 沒有影響：這段文字會直接公開。
}
watched-found = { $count ->
    [0] 沒有找到。
   *[other] 找到{ $count }處：
}
watched-file = 從檔案匯入
watched-file-hint = 檔案裡有的會新增，或改成檔案裡的樣子；全部採用，否則全部不採用。檔案裡沒有的維持不變。
watched-export = 下載目前的監看字詞
watched-tried = 還沒有儲存。新增：{ $added }；修改：{ $changed }。
watched-upload = 檔案
watched-upload-hint = UTF-8的CSV或TOML。選了檔案，就不看下面的欄位。
watched-csv = 或貼上內容
watched-csv-hint = 第一行是kind,words,effect,note。kind是word或pattern，effect是block、mask、hold或flag。
watched-import = 匯入
watched-try = 先試試看
watched-not-utf8 = 檔案不是UTF-8，沒有改變任何內容；請另存成UTF-8再匯入。
watched-unreadable = { $fault ->
    [too-large] 檔案超過1 MB，沒有改變任何內容。
    [too-many] 檔案超過1,000筆，沒有改變任何內容。
    [columns] 第一行要有kind、words、effect這些欄位，也可以有note和retired。沒有改變任何內容。
    [twice] 第{ $line }行和前面的重複，沒有改變任何內容。
    [entry] 第{ $line }行不能採用，沒有改變任何內容：
   *[syntax] 第{ $line }行無法讀取，沒有改變任何內容。
}
invalid-watched-nothing = 這連空白的文字都符合。請寫出文字裡一定要有的內容。
invalid-watched-everything = 一半以上的日常句子都有這個，幾乎所有發言都會受影響。請寫得更明確。
invalid-watched-syntax = 這不是可用的規則運算式。不支援前後查看（lookaround）和反向參照。
invalid-watched-size = 這個規則運算式展開後太大，重複次數太多。請縮短。
invalid-watched-heavy = 加上這一項，檢查每則內容都會花太久：所有規則運算式合起來重複次數太多。請縮短，或先停用其他規則運算式。
invalid-watched-twice = 這一項已經在監看了，可能是其他人剛剛加入的。沒有改變任何內容。
invalid-watched-many = 最多可以監看1,000個字詞和規則運算式。
invalid-watched-word = 這裡不公開「{ $word }」這樣的字詞。內容沒有公開，您寫的都還在；請改寫後再送出。
invalid-watched-mask = 這裡不公開「{ $word }」這樣的字詞，內容沒有公開。下面的文字已經遮蔽這些字詞，請看過後再送出，或改寫。
done-watched-kept = 已儲存。處理紀錄裡有這次變更，但不寫出字詞。
