# 發言裡文字以外的東西：引用、提到的人、隱藏的文字、撞在一起的編輯。

# 刪節號的位置是作者的名稱。
quote-of = …寫道：
quote-of-nobody = 引用自一則不再公開的發言：

spoiler-block = 隱藏的內容：點開才看得到
spoiler-inline = 顯示隱藏的文字
post-table = 表格：左右捲動可以看到全部

mention-warning = 用@提到的人，姓名由本人自行公開，不受本站隱私權政策保護。

forum-edit-window = 發表後{ $minutes }分鐘內修改，不會留下舊版本；有人引用過就會留下。

stale-title = 您編輯的時候，這則發言被改過了
stale-what = 可能是另一個分頁，也可能是版主改的。您的修改還沒有儲存，也沒有遺失：您寫的內容都在下面。
stale-how = 請比較兩邊，再修改您的內容並儲存，或保留現在的內容。
stale-difference = 儲存您的內容會改變什麼
stale-legend = 刪除線：現在的發言裡有，您的內容裡沒有。底線：只在您的內容裡。
stale-present = 現在的發言
stale-take-present = 保留現在的內容
stale-yours = 您的內容
problem-precondition-required = 請說明您修改的是哪一版內容：用If-Match送出發言的ETag；要直接覆蓋現有內容，請送出「*」。沒有儲存任何修改。
problem-changed-meanwhile = 您讀取之後，內容被改過了。沒有儲存任何修改。

review-found-again = 新的偵測發現的

mail-found-again-subject = { $city }：您的發言裡發現個人資料
mail-found-again-why = 您收到這封信，是因為您在{ $city }的討論區發過言，而新版的程式重新檢查了所有發言。
mail-found-again-what = 您有{ $count }則發言裡發現了可能是個人資料的地方，現在已標示為公開的個人資料。像身分證字號這種不論是誰的都不能公開的資料，在版主看過之前不會顯示。
mail-found-again-how = 您寫的內容一個字也沒有改。您可以在每則發言下方遮蔽，或說明那不是個人資料：
mail-found-again-more = 還有{ $count }則。
mail-found-again-button = 看這則發言
mail-found-in-profile-subject = { $city }：您的個人頁面裡發現個人資料
mail-found-in-profile-why = 您收到這封信，是因為您在{ $city }的討論區公開了個人頁面，而新版的程式重新檢查了所有個人頁面。
mail-found-in-profile-what = 您的自我介紹裡發現了可能是個人資料的地方，現在已標示為公開的個人資料。如果是像身分證字號這種不論是誰的都不能公開的資料，在您修改之前不會顯示。
mail-found-in-profile-how = 您寫的內容一個字也沒有改。您可以修改、遮蔽，或說明那不是個人資料。
mail-found-in-profile-button = 看個人頁面
