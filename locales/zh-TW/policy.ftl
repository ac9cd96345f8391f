# 隱私權政策：各版本、修訂差異與草稿。

revision-title = 隱私權政策自{ $date }起修訂
revision-read = 閱讀新版本
revision-compare = 看看改了什麼
revision-dismiss = 我知道了

policy-version = 第{ $number }版
policy-version-of = 第{ $number }版，自{ $date }起生效
policy-version-label = 這份文字
policy-effective = 自{ $date }起生效。
policy-in-force = 生效中
policy-announced = 已預告
policy-kind-first = 最初版本
policy-kind-minor = 小幅修訂
policy-kind-major = 重大修訂
policy-particulars = 這次修訂的內容
policy-hash = 檢查碼
policy-hash-hint = 中文全文、一個零位元組、英文全文的SHA-256。檢查碼相同，就表示一個字也沒有改過。
policy-versions = 所有版本
policy-versions-all = 這份政策的所有版本
policy-versions-lead = 每個版本都一直查得到，公布之後也不會再更動。
policy-feed = 隱私權政策修訂
policy-feed-first = 隱私權政策最初版本
policy-feed-minor = 隱私權政策小幅修訂：第{ $number }版
policy-feed-major = 隱私權政策重大修訂：第{ $number }版
policy-compare = 比較版本
policy-compare-from = 較早的版本
policy-compare-to = 較新的版本
policy-compare-button = 比較
policy-compare-title = 第{ $from }版到第{ $to }版
policy-compare-same = 這兩個版本的文字相同。
policy-compare-before = 看看和前一版有什麼不同

policy-officer-title = 隱私權政策的版本
policy-officer-lead = 在這裡準備下一個版本。公布之後就不能再改；有錯的話，由再下一個版本更正。
policy-drafts = 草稿
policy-drafts-none = 目前沒有草稿
policy-drafts-none-text = 新草稿會從最新版本的文字開始。
policy-draft = 草稿{ $number }
policy-draft-begin = 開始一份草稿
policy-draft-follows = 接在{ $date }生效的第{ $number }版之後。
policy-kind = 修訂的種類
policy-kind-minor-hint = 小幅修訂：只改文字，不顯示公告，也不寄信。
policy-kind-major-hint = 重大修訂：蒐集的資料、利用的方式或接收的對象有變動。每一頁都會顯示修訂內容，並寄信給要求通知的人。
policy-effective-on = 生效日
policy-effective-on-hint = 今天或以後，最遠一年。提前預告時，公告會立刻顯示。
policy-particulars-zh = 修訂內容（中文）
policy-particulars-en = 修訂內容（英文）
policy-particulars-hint = 用一般人看得懂的話說明改了什麼。重大修訂必須兩種語言都寫。
policy-text-zh = 全文（中文）
policy-text-en = 全文（英文）
policy-text-hint = 使用Markdown。請保留{"{#public}"}這個錨點：含有公開個人資料的發言會連到那裡。
policy-save = 儲存草稿
policy-preview = 預覽
policy-preview-title = 公布後的樣子
policy-preview-changes = 改了什麼
policy-preview-whole = 全文
policy-publish = 公布這個版本
policy-discard = 捨棄草稿

invalid-policy-unchanged = 兩種語言都和最新版本相同，沒有可以公布的內容。
invalid-policy-particulars = 重大修訂必須寫明這個語言的修訂內容，才能公布。
invalid-policy-date = 請填生效日，例如2026-05-01。
invalid-policy-date-past = 這一天已經過了，最早只能從今天生效。
invalid-policy-date-order = 前一個版本的生效日比這一天晚。
invalid-policy-date-far = 這一天在一年以後。

done-policy-saved = 草稿已儲存。
done-policy-discarded = 草稿已捨棄。
done-policy-published = 這個版本已公布。

mail-policy-revision-subject = 隱私權政策自{ $date }起修訂
mail-policy-revision-why = 這裡是{ $city }。您曾要求在隱私權政策有重大修訂時通知您。新版本自{ $date }起生效，修訂內容如下：
mail-policy-revision-button = 閱讀新版本
mail-policy-revision-stop = 不用登入就可以取消這類通知：
policy-changed-meanwhile = 這段時間有人存了同一份草稿，您的內容還沒有儲存。請另開視窗查看目前的草稿；在這裡儲存會蓋過它。
