# 程式收到的說明：重送的請求、版本標籤、清單分頁
problem-still-running = 同一個請求還在處理。請過幾秒再用同一個Idempotency-Key重送；只會執行一次。
problem-outcome-unknown = 同一個請求先前已經開始處理，但沒有留下結果，可能已經完成。請先查看目前的狀態；如果還沒完成，請換一個Idempotency-Key再送。
problem-bad-cursor = 這份清單裡沒有這個位置。請從第一頁開始，再依回覆裡的連結往下讀。
