mail-policy = 隱私權政策

# Addresses that get no mails which one can do without, for administrators.
suppressed-title = 少收郵件的地址
suppressed-lead = 摘要和其他非必要的郵件不會寄到這些地址。我們不保存是哪些地址，只保存每個地址的雜湊值、原因和日期。
suppressed-hard-bounce = 郵件伺服器表示沒有這個地址
suppressed-unsubscribed = 用信裡的連結取消訂閱
suppressed-few = 不到10個，或沒有
suppressed-how = 地址重新確認、再次要求收信，或過了365天，就不再列入。
