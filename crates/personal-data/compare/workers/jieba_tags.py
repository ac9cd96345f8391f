"""Tags texts with jieba's parts of speech; `speed` says how it is spoken to."""

import json
import logging
import sys
import time

import jieba
import jieba.posseg

jieba.setLogLevel(logging.WARNING)
jieba.initialize()
texts = json.loads(sys.stdin.readline())
print("ready", flush=True)
for _ in sys.stdin:
    started = time.process_time()
    for text in texts:
        jieba.posseg.lcut(text)
    print(time.process_time() - started, flush=True)
