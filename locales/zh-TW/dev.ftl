dev-mail-title = 示範城市寄出的信
dev-mail-lead = 示範城市的信不會真的寄出，都放在這裡，內容和收件人看到的一樣，最新的在最上面。
dev-mail-smtp = 這個示範城市把信交給SMTP伺服器，所以這裡沒有信可看。
dev-mail-none = 還沒有信
dev-mail-none-text = 註冊一個帳號，或用電子郵件提出建議，過一秒再重新整理這一頁。
dev-mail-to = 收件人：{ $to }
