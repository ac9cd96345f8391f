# 案件的附件：市民的和機關的。欄位與退回的文字和attachments.ftl共用。

suggest-files = 附件
suggest-files-hint = 最多五個：圖片（JPEG、PNG、WebP、GIF）、PDF或純文字檔。只有承辦這個案件的機關看得到；就算您公開這則建議，附件也不會公開。檔案裡關於您的資訊（例如照片的拍攝地點和時間）會先移除，所以請在上面寫明地點。
suggest-sent-files = 一起送出的附件：{ $names }
case-files-hint = 最多五個：圖片（JPEG、PNG、WebP、GIF）、PDF或純文字檔。只有承辦這個案件的機關看得到，不會公開。照片的拍攝地點和時間會先移除。
case-files-picture = 圖片
case-files-named = 附件：{ $names }
desk-files-hint = 最多五個：圖片（JPEG、PNG、WebP、GIF）、PDF或純文字檔。市民打開案件就能下載；信裡只說有附件，附件也不會公開。
desk-enter-files-hint = 隨案收到的附件，最多五個：圖片（JPEG、PNG、WebP、GIF）、PDF或純文字檔。承辦機關和打開案件的市民都看得到。
desk-files-note-hint = 最多五個：圖片（JPEG、PNG、WebP、GIF）、PDF或純文字檔。只有承辦這個案件的機關看得到，市民看不到。
mail-case-files = 另有{ $count }個附件。附件沒有放在這封信裡，請到案件頁面打開。
mail-forwarded-files = 本案另有{ $count }個附件，沒有隨信寄出，由上述機關保管。
