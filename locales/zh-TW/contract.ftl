# What is wrong in a program's request, beside the place that it names
contract-type = 這裡的資料類型與API文件的說明不同。
contract-required = 缺少這一項。
contract-choice = 沒有這個選項。
contract-range = 這個數字太小或太大。
contract-format = 沒有這一天或這個時間。
contract-length = 太長或太短。
contract-pattern = 這裡的寫法與API文件的說明不同。
contract-json = 內容不是可以讀取的JSON。
invalid-alone = 檔案只能與`alt`這一欄一起傳送。
